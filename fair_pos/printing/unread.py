"""What every reader of a job's bytes raises."""


class UnknownBytesError(ValueError):
    """A job holds bytes that none of our commands begins with, or ends inside a command."""
