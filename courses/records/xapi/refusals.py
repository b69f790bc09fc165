"""How the interface refuses: one exception, with its status and words (xAPI 2.0, 4.1.5)."""

from http import HTTPStatus


class Refused(Exception):
    """A request that is not answered: `status` is an HTTP status of 400 or more, `wait` seconds until another try."""

    def __init__(self, status: HTTPStatus, words: str, *, wait: int = 0) -> None:
        super().__init__(words)
        self.status = status
        self.wait = wait


def bad_request(words: str) -> Refused:
    """Return the refusal of a request that breaks the standard."""
    return Refused(HTTPStatus.BAD_REQUEST, words)


def forbidden(words: str) -> Refused:
    """Return the refusal of what this client may not do."""
    return Refused(HTTPStatus.FORBIDDEN, words)


def not_found(words: str) -> Refused:
    """Return the refusal where nothing of that name stands."""
    return Refused(HTTPStatus.NOT_FOUND, words)
