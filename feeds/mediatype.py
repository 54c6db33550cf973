"""What type an attached file is, where its feed does not say: by its medium and what its address ends in."""

from __future__ import annotations

import re

_TYPES = {
    **{"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "gif": "image/gif"},
    **{"webp": "image/webp", "avif": "image/avif", "svg": "image/svg+xml", "bmp": "image/bmp"},
    **{
        "mp3": "audio/mpeg",
        "m4a": "audio/mp4",
        "aac": "audio/aac",
        "ogg": "audio/ogg",
        "oga": "audio/ogg",
    },
    **{"opus": "audio/ogg", "wav": "audio/wav", "flac": "audio/flac"},
    **{"mp4": "video/mp4", "m4v": "video/mp4", "webm": "video/webm", "mov": "video/quicktime"},
    **{
        "ogv": "video/ogg",
        "mpg": "video/mpeg",
        "mpeg": "video/mpeg",
        "3gp": "video/3gpp",
        "avi": "video/x-msvideo",
    },
    **{
        "pdf": "application/pdf",
        "m3u8": "application/vnd.apple.mpegurl",
        "mpd": "application/dash+xml",
    },
}
# What a reader that is told no more than the medium may take it for.
_COMMONEST = {"image": "image/jpeg", "audio": "audio/mpeg", "video": "video/mp4"}
# What servers name that know no more than that it is a file.
_ANYTHING = frozenset({"application/octet-stream", "binary/octet-stream"})
_ENDING = re.compile(r"\.(\w{2,4})(?:[?#]|$)")


def media_type(stated: str | None, medium: str | None, href: str) -> str | None:
    """The media type: what is stated, if it is one; else by the address's ending, if it agrees with the medium
    (Media RSS: image, audio, video, document, executable); else the commonest of the medium.

    >>> media_type(None, None, "https://a.example/1.PNG?w=200"), media_type("", "video", "https://a.example/watch")
    ('image/png', 'video/mp4')
    """
    stated = stated.partition(";")[0].strip() if stated else None  # a file has no charset
    if stated and "/" in stated and stated not in _ANYTHING:
        return stated
    found = _ENDING.search(href.lower())
    by_ending = _TYPES.get(found[1]) if found else None
    if medium not in _COMMONEST:
        return by_ending or stated
    agrees = by_ending and by_ending.startswith((medium, "application/"))
    return by_ending if agrees else _COMMONEST[medium]
