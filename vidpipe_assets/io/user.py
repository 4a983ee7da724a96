"""Who works on this machine: the name under which decisions are kept when nobody gives another one."""

import getpass


def user_name() -> str:
    """The name of the user of this process; 'vidpipe' where the system knows none, as in some containers."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "vidpipe"
