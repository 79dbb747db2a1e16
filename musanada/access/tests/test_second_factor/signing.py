"""What these tests say again and again."""

from django.urls import reverse

from musanada.access.signin import totp

PASSWORD = "un-long-mot-de-passe"


def code_of(secret, clock, ahead=0):
    return totp.code_at(secret, clock[0] // 30 + ahead)


def sign_in(client, name="amina", password=PASSWORD, **more):
    return client.post(reverse("web:sign-in"), {"username": name, "password": password, **more})


def give(client, code):
    return client.post(reverse("account:code"), {"code": code})


def inside(client):
    return client.get(reverse("web:home")).status_code == 200


def signed_in(client, secret, clock):
    sign_in(client)
    give(client, code_of(secret, clock))
    clock[0] += 60
    return client


def typed(**more):
    return {"resume-username": "amina", "resume-password": PASSWORD, **more}
