"""The part of JSON Schema that the description uses, checked without a library."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

KINDS = {
    "string": str,
    "integer": int,
    "boolean": bool,
    "object": dict,
    "array": list,
    "null": type(None),
}


def faults(value: Any, schema: dict[str, Any], root: dict[str, Any], at: str = "$") -> list[str]:
    """Return what in `value` is not as `schema` says; `root` holds what it refers to."""
    if "$ref" in schema:
        return faults(value, resolved(schema["$ref"], root), root, at)
    if "anyOf" in schema:
        tried = [faults(value, one, root, at) for one in schema["anyOf"]]
        return [] if [] in tried else min(tried, key=len)
    kinds = schema.get("type", [])
    if not any(is_of(value, kind) for kind in ([kinds] if isinstance(kinds, str) else kinds)):
        return [f"{at}: {value!r} is no {kinds}"]
    found = [] if value in schema.get("enum", [value]) else [f"{at}: {value!r} is not in {schema['enum']}"]
    if isinstance(value, dict):
        found += of_object(value, schema, root, at)
    if isinstance(value, list):
        found += [one for n, item in enumerate(value) for one in faults(item, schema["items"], root, f"{at}[{n}]")]
    if isinstance(value, str):
        found += of_text(value, schema, at)
    return found


def resolved(reference: str, root: dict[str, Any]) -> dict[str, Any]:
    found = root
    for part in reference.removeprefix("#/").split("/"):
        found = found[part]
    return found


def is_of(value: Any, kind: str) -> bool:
    return isinstance(value, KINDS[kind]) and not (kind == "integer" and isinstance(value, bool))


def of_object(value: dict[str, Any], schema: dict[str, Any], root: dict[str, Any], at: str) -> list[str]:
    fields = schema.get("properties", {})
    found = [f"{at}: {name} is missing" for name in schema.get("required", []) if name not in value]
    if schema.get("additionalProperties", True) is False:
        found += [f"{at}: {name} is unknown" for name in value if name not in fields]
    return found + [
        one for name in value if name in fields for one in faults(value[name], fields[name], root, f"{at}.{name}")
    ]


def of_text(value: str, schema: dict[str, Any], at: str) -> list[str]:
    if "pattern" in schema and not re.search(schema["pattern"], value):
        return [f"{at}: {value!r} is not like {schema['pattern']}"]
    try:
        if schema.get("format") == "date":
            date.fromisoformat(value)
        if schema.get("format") == "date-time":
            datetime.fromisoformat(value)
    except ValueError:
        return [f"{at}: {value!r} is no {schema['format']}"]
    return []
