"""Cut GitHub's own descriptions down to what the stand-in speaks; needs npm.

Run it as `python -m tests.standin.contract.refresh`. What to keep is listed in `operations.txt` and `webhooks.txt`;
the versions to take are pinned in `PINS`. Running it twice gives the same bytes.
"""

import dataclasses
import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import graphql

from tests.standin.contract.dialect import API_VERSION, Schema, at_version, closed, plain, reachable

HERE = Path(__file__).parent
PINS = {"@octokit/openapi": "23.0.2", "@octokit/openapi-webhooks": "12.1.0", "@octokit/graphql-schema": "15.26.1"}
REST, WEBHOOKS, GRAPHQL = PINS
KEPT_DIRECTIVES = {"deprecated", "oneOf"}


def main() -> None:
    """Fetch the packages into a temporary folder and rewrite the data files of this one."""
    with tempfile.TemporaryDirectory() as folder:
        packages = install(Path(folder))
        rest = json.loads((packages / REST / "generated/api.github.com.json").read_bytes())
        webhooks = json.loads((packages / WEBHOOKS / "generated/api.github.com.json").read_bytes())
        sdl = (packages / GRAPHQL / "schema.graphql").read_text()
    write("rest.json", compact(cut_rest(rest, listed("operations.txt"))))
    write("webhooks.json", compact(cut_webhooks(webhooks, listed("webhooks.txt"))))
    write("schema.graphql", f"# {source(GRAPHQL)}\n{cut_graphql(sdl)}")


def install(folder: Path) -> Path:
    """Let npm put the pinned packages into `folder`, running none of their code; gives their `node_modules`."""
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("npm is needed to fetch GitHub's descriptions: install Node.js, then run this again")
    pins = [f"{name}@{version}" for name, version in PINS.items()]
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-save"]
    subprocess.run([npm, "install", "--prefix", str(folder), *options, *pins], cwd=folder, check=True)
    return folder / "node_modules"


def listed(name: str) -> list[str]:
    """The lines of one of the lists beside this file."""
    return (HERE / name).read_text().splitlines()


def source(package: str) -> str:
    """Where a data file comes from, as recorded inside it."""
    return f"{package} {PINS[package]}"


def compact(data: Schema) -> str:
    """JSON, an operation, event or schema a line: the same data gives the same text, and a new version reads well."""
    return "{" + ",\n".join(f"{one_line(key)}:{lines(value)}" for key, value in sorted(data.items())) + "}\n"


def lines(value: Any) -> str:
    """An object with one entry a line; anything else on one line."""
    if not isinstance(value, dict):
        return one_line(value)
    return "{\n" + ",\n".join(f"{one_line(key)}:{one_line(entry)}" for key, entry in sorted(value.items())) + "}"


def one_line(value: Any) -> str:
    """The shortest JSON."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def write(name: str, text: str) -> None:
    """Replace one data file of this folder."""
    (HERE / name).write_text(text)
    print(f"{name}: {len(text.encode()):,} bytes")


def cut_rest(description: Schema, operations: list[str]) -> Schema:
    """The listed operations (`GET /meta`) of the REST description, with the schemas they need."""
    components = {kind: at_version(found) for kind, found in description["components"].items() if kind != "examples"}
    kept = {}
    for line in operations:
        method, _, path = line.partition(" ")
        if method.lower() not in description["paths"].get(path, {}):
            raise SystemExit(f"operations.txt: GitHub's description has no {line}")
        kept[line] = operation(at_version(description["paths"][path][method.lower()]), components)
    schemas = reachable([kept, {"$ref": "basic-error"}], lambda name: plain(components["schemas"][name]))
    return {"source": source(REST), "version": API_VERSION, "operations": kept, "$defs": schemas}


def operation(described: Schema, components: dict[str, Schema]) -> Schema:
    """One operation: its path and query parameters, its body, and its answers by status (null: without a body)."""
    parameters = [resolved(parameter, components) for parameter in described.get("parameters", ())]
    body = described.get("requestBody", {})
    answers = {status: resolved(answer, components) for status, answer in described["responses"].items()}
    return {
        "path": {p["name"]: parameter(p) for p in parameters if p["in"] == "path"},
        "query": {p["name"]: parameter(p) for p in parameters if p["in"] == "query"},
        "body": closed(inlined(json_content(body), components["schemas"])),
        "body_required": body.get("required", False),
        "responses": {status: json_content(answer) for status, answer in answers.items()},
    }


def resolved(node: Schema, components: dict[str, Schema]) -> Schema:
    """A parameter or response that may stand under `components`."""
    if "$ref" not in node:
        return node
    _, _, kind, name = node["$ref"].split("/")
    return dict(components[kind][name])


def inlined(schema: Any, schemas: Schema) -> Any:
    """A plain schema with its references followed: those of a body are closed, and responses share them open."""
    if isinstance(schema, list):
        return [inlined(item, schemas) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if isinstance(schema.get("$ref"), str):
        return inlined(plain(schemas[schema["$ref"].rpartition("/")[2]]), schemas)
    return {key: inlined(value, schemas) for key, value in schema.items()}


def parameter(described: Schema) -> Schema:
    """A parameter's schema, whether it must be there, and whether it may hold slashes."""
    many = described.get("x-multi-segment", False)
    return {"schema": plain(described["schema"]), "required": described.get("required", False), "slashes": many}


def json_content(described: Schema) -> Schema | None:
    """The schema of a JSON body, whichever of its media types was asked for; None where there is no body."""
    contents = described.get("content", {})
    schemas = [plain(content["schema"]) for content in contents.values() if "schema" in content]
    if len(schemas) < 2:
        return schemas[0] if schemas else None
    return {"anyOf": schemas}


def cut_webhooks(description: Schema, events: list[str]) -> Schema:
    """The listed webhooks (`issues opened`, or `push` where there is no action), with the schemas they need."""
    components = description["components"]["schemas"]
    kept = {}
    for event in events:
        name = event.replace(" ", "-").replace("_", "-")
        if name not in description["webhooks"]:
            raise SystemExit(f"webhooks.txt: GitHub's description has no {event}")
        kept[event] = json_content(description["webhooks"][name]["post"]["requestBody"])
    schemas = reachable(kept, lambda name: plain(components[name]))
    return {"source": source(WEBHOOKS), "events": kept, "$defs": schemas}


def cut_graphql(sdl: str) -> str:
    """The whole schema without descriptions, reasons and directives that only steer GitHub's documentation."""
    document = graphql.parse(sdl, no_location=True)
    bare = graphql.visit(document, WithoutProse())
    definitions = (graphql.print_ast(definition) for definition in bare.definitions)
    return "".join(graphql.strip_ignored_characters(definition) + "\n" for definition in definitions)


class WithoutProse(graphql.Visitor):
    """Leaves each node of a schema without its description."""

    def leave(self, node: graphql.Node, *_: Any) -> Any:
        """Drop the node, or give it back bare."""
        if isinstance(node, graphql.DirectiveDefinitionNode):
            return graphql.REMOVE
        if isinstance(node, graphql.DirectiveNode):
            return dataclasses.replace(node, arguments=()) if node.name.value in KEPT_DIRECTIVES else graphql.REMOVE
        if getattr(node, "description", None) is None:
            return None
        bare: dict[str, Any] = {"description": None}
        return dataclasses.replace(node, **bare)


if __name__ == "__main__":
    main()
