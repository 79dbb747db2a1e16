"""Signing in: password, second factor, the organisation's own service, sessions. The tables behind it are those of
django-allauth (factors, sessions, identities of the service) and django-axes (failures); what is written to them stands
in ``access.commands``.

``flow``        the steps from a right password to an open session
``factors``     who must have a second factor, who has one, is this code right
``totp``        the arithmetic of codes that change every half minute
``lockout``     one count of failures for passwords, codes and invitations
``middleware``  no page without the factor, sessions that end when left alone
``passwords``   which passwords are too easy
``sso``         identities of the organisation's own sign-in service
"""
