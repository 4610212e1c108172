#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The published description of the protocol: sound in itself, and every route of the server is in it; then
npm's @redocly/cli has its say, where npm is reached."""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

LINTER = "@redocly/cli@2.77.0"
ROOT = os.environ["CS_SOURCE_ROOT"]
PATH = os.path.join(ROOT, "data/countersign-server.openapi.json")
ROUTES = os.path.join(ROOT, "src/server/cs-routes.c")
METHODS = ("get", "post", "patch", "put", "delete")

with open(PATH, encoding="utf-8") as file:
    DOCUMENT = json.load(file)
results = []


def check(name, problems):
    results.append(name)
    problems = list(problems)
    for problem in problems[:10]:
        print(f"# {problem}")
    print(f"{'not ok' if problems else 'ok'} {len(results)} {name}")


def resolve(reference):
    value = DOCUMENT
    for part in reference.removeprefix("#/").split("/"):
        value = value[part.replace("~1", "/").replace("~0", "~")]
    return value


def walk(value, path="#"):
    yield path, value
    if isinstance(value, dict):
        for key, member in value.items():
            yield from walk(member, f"{path}/{key}")
    elif isinstance(value, list):
        for index, member in enumerate(value):
            yield from walk(member, f"{path}/{index}")


def operations():
    for path, item in DOCUMENT["paths"].items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]


def broken_references():
    for path, value in walk(DOCUMENT):
        if isinstance(value, dict) and isinstance(value.get("$ref"), str):
            try:
                resolve(value["$ref"])
            except KeyError:
                yield f"{path}: {value['$ref']} is nowhere"


def unused_components():
    used = {value["$ref"] for _, value in walk(DOCUMENT) if isinstance(value, dict) and isinstance(value.get("$ref"), str)}
    for kind in ("schemas", "responses", "parameters", "headers"):
        for name in DOCUMENT["components"][kind]:
            if f"#/components/{kind}/{name}" not in used:
                yield f"{kind}/{name} is used nowhere"


def poor_operations():
    seen = set()
    for path, method, operation in operations():
        place = f"{method} {path}"
        if operation["operationId"] in seen:
            yield f"{place}: a second {operation['operationId']}"
        seen.add(operation["operationId"])
        for member in ("summary", "description", "tags", "security"):
            if not operation.get(member) and not (member == "security" and operation.get(member) == []):
                yield f"{place}: no {member}"
        if not any(code.startswith("2") for code in operation["responses"]):
            yield f"{place}: no good answer"
        if operation["security"] and "401" not in operation["responses"]:
            yield f"{place}: needs a token and does not say 401"
        names = set(re.findall(r"\{(\w+)\}", path))
        given = {p["name"] for p in DOCUMENT["paths"][path].get("parameters", [])}
        if names != given:
            yield f"{place}: parameters {names} and {given}"


def undescribed():
    for name, schema in DOCUMENT["components"]["schemas"].items():
        if not schema.get("description"):
            yield f"{name} has no description"
        for member, value in schema.get("properties", {}).items():
            if not value.get("description") and "$ref" not in value and "anyOf" not in value:
                yield f"{name}.{member} has no description"


def wrong_examples():
    from jsonschema import Draft202012Validator

    for name, schema in DOCUMENT["components"]["schemas"].items():
        whole = {"$ref": f"#/components/schemas/{name}", "components": DOCUMENT["components"]}
        for example in schema.get("examples", []):
            for error in Draft202012Validator(whole).iter_errors(example):
                yield f"{name}: {error.message}"


def undocumented_routes():
    if not os.path.exists(ROUTES):
        return
    with open(ROUTES, encoding="utf-8") as file:
        text = re.sub(r"\s+", " ", file.read())
    known = {(method.upper(), re.sub(r"\{\w+\}", "{}", path)) for path, method, _ in operations()}
    for route in re.findall(r'\{ ?"(GET|POST|PATCH|PUT|DELETE)", "(/v1[^"]*)"', text):
        if route not in known:
            yield f"{route[0]} {route[1]} is a route of the server and not in the document"


def redocly():
    """(what is wrong, why it was passed over)"""
    if not shutil.which("npm"):
        return [], "there is no npm here"
    with tempfile.TemporaryDirectory() as folder:
        try:
            done = subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--prefix", folder, LINTER],
                                  timeout=120, capture_output=True, text=True, check=False)
            if done.returncode != 0:
                return [], "npm cannot be reached"
            program = os.path.join(folder, "node_modules/.bin/redocly")
            done = subprocess.run([program, "lint", "--format=stylish", PATH], timeout=120, capture_output=True,
                                  text=True, check=False, env={**os.environ, "REDOCLY_TELEMETRY": "off"})
        except subprocess.TimeoutExpired:
            return [], "npm cannot be reached in time"
    said = done.stdout + done.stderr
    if "validat" not in said:
        return [], "this node is too old for it"
    return said.splitlines() if done.returncode != 0 else [], None


check("every reference leads somewhere", broken_references())
check("every component is used", unused_components())
check("every operation is whole", poor_operations())
check("everything is described", undescribed())
try:
    import jsonschema  # noqa: F401
    check("every example fits its schema", wrong_examples())
except ImportError:
    results.append("")
    print(f"ok {len(results)} # SKIP python3-jsonschema is not installed")
check("every route is documented", undocumented_routes())
problems, reason = redocly()
if reason:
    results.append("")
    print(f"ok {len(results)} # SKIP {reason}")
else:
    check("redocly finds nothing", problems)
print(f"1..{len(results)}")
sys.exit(0)
