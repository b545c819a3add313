class ApiKeyAuthentication:
    pass


class SessionAuthentication:
    pass
