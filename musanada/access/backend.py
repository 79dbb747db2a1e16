"""Sign-in with a password. Permissions are not Django's: see ``rights`` and ``doors``."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from musanada.access.models import User


class Accounts(BaseBackend):
    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        """The user, or None. An unknown name costs the same time as a wrong password."""
        if not username or not password:
            return None
        try:
            user = User.objects.get_by_natural_key(username)
        except User.DoesNotExist:
            User().set_password(password)
            return None
        usable = user.is_active and not user.is_system
        return user if user.check_password(password) and usable else None

    def get_user(self, user_id: Any) -> User | None:
        return User.objects.filter(pk=user_id, is_active=True, is_system=False).first()
