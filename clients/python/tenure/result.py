"""An answer: a dict that can also become a data frame."""

import io
from typing import Any, Dict, Optional


class Result(Dict[str, Any]):
    """The result of a method, as the protocol has it.

    `to_frame()` gives its list of rows as a pandas data frame.
    """

    __slots__ = ("_rows",)

    def __init__(self, members: Dict[str, Any], rows: Optional[str] = None):
        super().__init__(members)
        self._rows = rows

    def __reduce__(self):
        return (Result, (dict(self), self._rows))

    def to_frame(self, key: Optional[str] = None):
        """The rows under `key` as a pandas data frame; without a key, the rows of the page.

        Rows come as objects, as columns, or as CSV; all three are understood. Ids stay text.
        """
        try:
            import pandas
        except ImportError:
            raise ImportError("to_frame needs pandas: pip install pandas") from None
        if key is None:
            key = self._rows if self._rows in self else _first_rows(self)
        if key is None:
            raise KeyError("this result holds no rows")
        value = self[key]
        if isinstance(value, str):
            names = value.split("\n", 1)[0].rstrip("\r").split(",")
            ids = {name: str for name in names if name.endswith("Id")}
            return pandas.read_csv(io.StringIO(value), dtype=ids)
        if not isinstance(value, (list, dict)):
            raise TypeError(f"{key} holds no rows")
        return pandas.DataFrame(value)


def _first_rows(members: Dict[str, Any]) -> Optional[str]:
    for name, value in members.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            return name
    return None
