"""Quantise: an exported network with its weights in 8 bits, row by row.

Ready-made dynamic quantisation takes one scale for a whole activation, so that a turn's answers
shift with the turns that are read beside it. Here each token's row has a scale of its own: the
same turn with the same past gets the same answer, alone or within a session.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

KEPT_WHOLE = ("/attend/", "/weigh/")
"""The heads: small, and what they give is shown to people."""
STEPS = 127.0
WEIGHT_STEPS = 63.0
"""Of matrices one bit less: processors without VNNI add two products up in 16 bits, and what goes
beyond is cut off. So every processor gives the same."""
NETWORK, ROWS, ROW_SCALES = "network.", "_rows", "_row_scales"
"""Whose the parameters are in the graph, and what a table's parts are called after it."""
MANY_ROWS = 8_000
"""Rows from which on a table that is looked things up in is worth quantising."""


def quantise(source: Path, target: Path) -> None:
    """Write `source` with 8-bit weight matrices and tables to `target`."""
    model = onnx.load(str(source))
    graph = model.graph
    weights = {one.name: one for one in graph.initializer}
    nodes: list[onnx.NodeProto] = []
    rows: dict[str, tuple[str, str]] = {}
    for node in graph.node:
        kept = any(part in node.name for part in KEPT_WHOLE)
        if node.op_type == "MatMul" and node.input[1] in weights and not kept:
            if node.input[0] not in rows:
                made, rows[node.input[0]] = _quantised_rows(node.input[0])
                nodes += made
            nodes += _matrix(graph, node, weights, rows[node.input[0]])
        elif node.op_type == "Gather" and _is_table(node, weights):
            nodes += _embedding(graph, node, weights)
        else:
            nodes.append(node)
    graph.initializer.extend(
        [
            numpy_helper.from_array(np.array(1 / STEPS, np.float32), "one_step"),
            numpy_helper.from_array(np.array(1e-8, np.float32), "not_zero"),
            numpy_helper.from_array(np.array(128.0, np.float32), "middle"),
            numpy_helper.from_array(np.array(128, np.uint8), "middle_point"),
        ]
    )
    del graph.node[:]
    graph.node.extend(nodes)
    used = {name for node in graph.node for name in node.input}
    kept_weights = [one for one in graph.initializer if one.name in used]
    del graph.initializer[:]
    graph.initializer.extend(kept_weights)
    onnx.checker.check_model(model)
    onnx.save(model, str(target))


def restored(source: Path) -> dict[str, NDArray[np.float32]]:
    """The weights of a network that was exported and quantised, by the names that they have in it;
    each as near to what it was as its 8 bits have kept it."""
    graph = onnx.load(str(source)).graph
    held = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    found = {
        name.removeprefix(NETWORK): value
        for name, value in held.items()
        if name.startswith(NETWORK) and not name.endswith((ROWS, ROW_SCALES))
    }
    for node in graph.node:
        given = held.get(node.input[1]) if len(node.input) > 1 else None
        if node.op_type == "MatMulInteger" and given is not None:
            columns = held[f"{node.output[0].removesuffix('_whole')}_columns"]
            found[_parameter(node.output[0])] = (given * columns).T
        elif node.op_type == "MatMul" and given is not None:
            found[_parameter(node.name)] = given.T
        elif node.op_type == "Gather" and node.input[0].endswith(ROWS):
            table = node.input[0].removesuffix(ROWS)
            found[table.removeprefix(NETWORK)] = held[table + ROWS] * held[table + ROW_SCALES]
    return {name: np.ascontiguousarray(value, np.float32) for name, value in found.items()}


def _parameter(place: str) -> str:
    """The weight that a product at this place of the graph multiplies with."""
    parts = [one for one in place.split("/") if one and not one.startswith("MatMul")]
    return ".".join((*parts, "weight")).removeprefix(NETWORK)


def _is_table(node: onnx.NodeProto, weights: dict[str, onnx.TensorProto]) -> bool:
    return node.input[0] in weights and weights[node.input[0]].dims[0] >= MANY_ROWS


def _by_row(
    matrix: NDArray[np.float32], steps: float = STEPS
) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Each row in so many steps of its own largest entry; shapes (rows, columns) and (rows, 1)."""
    scale = np.maximum(np.abs(matrix).max(axis=1, keepdims=True) / steps, 1e-12)
    return np.round(matrix / scale).astype(np.int8), scale.astype(np.float32)


def _quantised_rows(name: str) -> tuple[list[onnx.NodeProto], tuple[str, str]]:
    """Nodes that give an activation in unsigned bytes around 128, and its scale per row."""
    q, scale = f"{name}_bytes", f"{name}_scale"
    steps = [
        ("Abs", [name], f"{name}_size", {}),
        ("ReduceMax", [f"{name}_size"], f"{name}_most", {"axes": [-1], "keepdims": 1}),
        ("Add", [f"{name}_most", "not_zero"], f"{name}_top", {}),
        ("Mul", [f"{name}_top", "one_step"], scale, {}),
        ("Div", [name, scale], f"{name}_steps", {}),
        ("Round", [f"{name}_steps"], f"{name}_round", {}),
        ("Add", [f"{name}_round", "middle"], f"{name}_moved", {}),
        ("Cast", [f"{name}_moved"], q, {"to": TensorProto.UINT8}),
    ]
    return [helper.make_node(op, given, [out], **more) for op, given, out, more in steps], (
        q,
        scale,
    )


def _matrix(
    graph: onnx.GraphProto,
    node: onnx.NodeProto,
    weights: dict[str, onnx.TensorProto],
    rows: tuple[str, str],
) -> list[onnx.NodeProto]:
    matrix = numpy_helper.to_array(weights[node.input[1]])
    q, scale = _by_row(np.ascontiguousarray(matrix.T), WEIGHT_STEPS)
    name = node.output[0]
    graph.initializer.extend(
        [
            numpy_helper.from_array(np.ascontiguousarray(q.T), f"{name}_weights"),
            numpy_helper.from_array(scale.reshape(-1), f"{name}_columns"),
        ]
    )
    return [
        helper.make_node(
            "MatMulInteger", [rows[0], f"{name}_weights", "middle_point"], [f"{name}_whole"]
        ),
        helper.make_node("Cast", [f"{name}_whole"], [f"{name}_float"], to=TensorProto.FLOAT),
        helper.make_node("Mul", [f"{name}_float", f"{name}_columns"], [f"{name}_scaled"]),
        helper.make_node("Mul", [f"{name}_scaled", rows[1]], [name]),
    ]


def _embedding(
    graph: onnx.GraphProto, node: onnx.NodeProto, weights: dict[str, onnx.TensorProto]
) -> list[onnx.NodeProto]:
    table, name = node.input[0], node.output[0]
    rows, scales = table + ROWS, table + ROW_SCALES
    # One table may be looked into twice.
    if not any(one.name == rows for one in graph.initializer):
        q, scale = _by_row(numpy_helper.to_array(weights[table]))
        graph.initializer.extend(
            [numpy_helper.from_array(q, rows), numpy_helper.from_array(scale, scales)]
        )
    return [
        helper.make_node("Gather", [rows, node.input[1]], [f"{name}_bytes"]),
        helper.make_node("Cast", [f"{name}_bytes"], [f"{name}_float"], to=TensorProto.FLOAT),
        helper.make_node("Gather", [scales, node.input[1]], [f"{name}_sizes"]),
        helper.make_node("Mul", [f"{name}_float", f"{name}_sizes"], [name]),
    ]
