"""GET /openapi.json: the description of all doors, gathered from what stands beside each of them."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask, Response, current_app, jsonify
from werkzeug.routing import Rule

from committee.api import schemas
from committee.api.declaring import Parameter, Said, Schema, said_of, says
from committee.api.doors import blueprint
from committee.core.doors import anyone, policy_of

GAP = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
MEANINGS = {
    "400": "the request cannot be read",
    "401": "no key, or one that is not good",
    "403": "beyond the key's scope",
    "404": "not there, not to be seen, or not to be done by this person",
    "405": "not this method",
    "413": "larger than 5 MB",
    "415": "not of the kind this address reads",
    "422": "refused; nothing was written",
}
KEY: Schema = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "the same request under the same key is done once and answered alike, for 90 days",
    "schema": {"type": "string", "pattern": "^[!-~]{1,200}$"},
}


@blueprint.get("/openapi.json")
@anyone
@says("This description", schemas.ANYTHING)
def description() -> Response:
    """Answer with the description of the API."""
    return jsonify(described(current_app))


def described(app: Flask) -> Schema:
    """Return the OpenAPI description of every door of the API."""
    paths: dict[str, Schema] = {}
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if rule.endpoint.startswith(f"{blueprint.name}."):
            path, parameters = _path(rule, said_of(app.view_functions[rule.endpoint]))
            operations = paths.setdefault(path, {"parameters": parameters} if parameters else {})
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                operations[method.lower()] = _operation(app, rule, method)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Đôn đốc", "version": "1"},
        "servers": [{"url": str(blueprint.url_prefix)}],
        "security": [{"key": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
            "schemas": {"Error": schemas.ERROR},
        },
    }


def _path(rule: Rule, said: Said | None) -> tuple[str, list[Schema]]:
    """Return the path of a rule below the server's address, and the parameters in it."""
    below = rule.rule.removeprefix(str(blueprint.url_prefix))
    gaps = [(found["name"], found["kind"] or "") for found in GAP.finditer(below)]
    known = said.gaps if said else {}
    return GAP.sub(r"{\g<name>}", below), [_gap(name, kind, known.get(name)) for name, kind in gaps]


def _gap(name: str, kind: str, known: Schema | None) -> Schema:
    usual: Schema = {"type": "integer", "minimum": 0} if kind == "int" else {"type": "string", "minLength": 1}
    schema = usual if known is None else known
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _operation(app: Flask, rule: Rule, method: str) -> Schema:
    said = said_of(app.view_functions[rule.endpoint])
    if said is None:
        raise LookupError(f"{rule.endpoint} does not say what it answers")
    policy = policy_of(app, rule.endpoint)
    operation: Schema = {
        "operationId": rule.endpoint.partition(".")[2],
        "summary": said.summary,
        "responses": _responses(said, method),
    }
    parameters = [_parameter(one) for one in said.query] + ([KEY] if method == "POST" else [])
    if parameters:
        operation["parameters"] = parameters
    if body := _body(said):
        operation["requestBody"] = body
    if policy and policy.public:
        operation["security"] = []
    return operation


def _parameter(one: Parameter) -> Schema:
    return {
        "name": one.name,
        "in": "query",
        "description": one.meaning,
        "required": one.required,
        "schema": one.schema,
    }


def _body(said: Said) -> Schema | None:
    if said.form:
        return {"required": True, "content": {"multipart/form-data": {"schema": said.form}}}
    schema = said.body or said.optional_body
    if schema is None:
        return None
    return {"required": said.body is not None, "content": {"application/json": {"schema": schema}}}


def _responses(said: Said, method: str) -> dict[str, Any]:
    fine = {str(status): _answer(said.summary, said.answer) for status in said.status}
    wrong = set(MEANINGS) - (set() if method == "POST" else {"400", "403", "413", "415"})
    error = {"$ref": "#/components/schemas/Error"}
    return fine | {status: _answer(MEANINGS[status], error) for status in sorted(wrong)}


def _answer(meaning: str, schema: Schema) -> Schema:
    return {"description": meaning, "content": {"application/json": {"schema": schema}}}
