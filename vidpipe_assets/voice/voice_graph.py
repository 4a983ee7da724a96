"""Changes to a voice's ONNX graph, in memory: word times come out, the noise and the length of each sound go in.

The package `onnx` would weigh as much as the voice. Only these fields of onnx.proto3 are needed here; protobuf keeps
all others (weights, attributes) byte for byte: ModelProto.graph = 7; GraphProto.node = 1, input = 11, output = 12;
NodeProto.input = 1, output = 2, name = 3, op_type = 4; ValueInfoProto.name = 1, type = 2.
"""

from dataclasses import dataclass
from typing import Any

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

_FIELDS: dict[str, tuple[tuple[str, int, str], ...]] = {
    "Node": (("input", 1, "strings"), ("output", 2, "strings"), ("name", 3, "string"), ("op_type", 4, "string")),
    "ValueInfo": (("name", 1, "string"), ("type", 2, "bytes")),
    "Graph": (("node", 1, "Node"), ("input", 11, "ValueInfo"), ("output", 12, "ValueInfo")),
    "Model": (("graph", 7, "one Graph"),),
}
_FLOAT_TENSOR = b"\x0a\x02\x08\x01"  # TypeProto(tensor_type=Tensor(elem_type=FLOAT)), any shape


STRETCH = "vidpipe_stretch"
"""The input that lengthens each phoneme id: (1, 1, ids) floats, 1 for as long as the model says."""


@dataclass(frozen=True)
class Prepared:
    """A changed model.

    `times`: its second output is the frames of each phoneme id, and it takes `STRETCH`. `noises` names the inputs
    that replace its random nodes, in the order of the graph (durations first, then sound).
    """

    content: bytes
    times: bool
    noises: tuple[str, ...]


def prepare(content: bytes) -> Prepared:
    """Give the frames of each phoneme out, and take the noise in, so that the same text gives the same sound.

    onnxruntime's random nodes go on from run to run, so that a sentence would sound as what was said before it wants.
    A model whose durations cannot be told (none or several `Ceil` nodes) is left without times.
    Raises `google.protobuf.message.DecodeError` if `content` is not a model.
    """
    model = _message("Model").FromString(content)
    graph = model.graph
    times = _give_times(graph)
    noises = tuple(_take_noise(graph, node) for node in list(graph.node) if node.op_type == "RandomNormalLike")
    return Prepared(model.SerializeToString(), times, noises)


def _give_times(graph: Any) -> bool:
    rounded = {name for node in graph.node if node.op_type == "Ceil" for name in node.output}
    if len(rounded) != 1:
        return False
    name = rounded.pop()
    if all(output.name != name for output in graph.output):
        graph.output.add(name=name)
    if [output.name for output in graph.output].index(name) != 1:
        return False
    _take_stretch(graph, next(node for node in graph.node if node.op_type == "Ceil"))
    return True


def _take_stretch(graph: Any, rounding: Any) -> None:
    """Replace `Ceil(x)` by `Ceil(x * STRETCH)`."""
    longer = f"{STRETCH}ed"
    graph.node.add(op_type="Mul", name=f"{longer}_node", input=[rounding.input[0], STRETCH], output=[longer])
    rounding.input[0] = longer
    graph.input.add(name=STRETCH, type=_FLOAT_TENSOR)


LENGTHS = "vidpipe_lengths"
"""The input of a model of Hibari's that says how long each phoneme id is: (ids,) floats, in units of 25 ms."""


def prepare_hibari(content: bytes) -> bytes:
    """A model of Hibari's that gives out last how long it would make each phoneme id, and makes it as `LENGTHS` says.

    Its own speed is of little use: it rounds each length to whole units, most of which are two or three.
    Raises `ValueError` for a model of another kind.
    """
    model = _message("Model").FromString(content)
    graph = model.graph
    rounded = {name for node in graph.node if node.op_type == "Round" for name in node.output}
    lengths = [node.output[0] for node in graph.node if node.op_type == "Clip" and node.input[0] in rounded]
    if len(lengths) != 1:
        raise ValueError("the model does not tell how long each sound is")
    for node in graph.node:
        for place, name in enumerate(node.input):
            if name == lengths[0]:
                node.input[place] = LENGTHS
    graph.output.add(name=lengths[0])
    graph.input.add(name=LENGTHS, type=_FLOAT_TENSOR)
    return model.SerializeToString()


def _take_noise(graph: Any, node: Any) -> str:
    """Replace `noise = RandomNormalLike(x)` by `noise = given[:shape(x)]`, where `given` is a new input."""
    like, noise = node.input[0], node.output[0]
    given, shape, zeros = f"{noise}_given", f"{noise}_shape", f"{noise}_zeros"
    at = list(graph.node).index(node)
    del graph.node[at]
    for name, inputs, output in (
        ("Shape", (like,), shape),
        ("Sub", (shape, shape), zeros),
        ("Slice", (given, zeros, shape), noise),
    ):
        graph.node.add(op_type=name, name=f"{output}_node", input=inputs, output=[output])
    graph.input.add(name=given, type=_FLOAT_TENSOR)
    return given


def _message(name: str) -> Any:
    """The message class of `name`; a pool of its own, so that an installed `onnx` is not in the way."""
    file = descriptor_pb2.FileDescriptorProto(name="vidpipe_onnx.proto", package="vidpipe_onnx", syntax="proto3")
    for message, fields in _FIELDS.items():
        described = file.message_type.add(name=message)
        for field, number, kind in fields:
            _describe(described.field.add(name=field, number=number), kind)
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName(f"vidpipe_onnx.{name}"))


def _describe(field: descriptor_pb2.FieldDescriptorProto, kind: str) -> None:
    types = descriptor_pb2.FieldDescriptorProto
    many = kind not in ("string", "bytes") and not kind.startswith("one ")
    field.label = types.LABEL_REPEATED if many else types.LABEL_OPTIONAL
    if kind in ("string", "strings"):
        field.type = types.TYPE_STRING
    elif kind == "bytes":
        field.type = types.TYPE_BYTES
    else:
        field.type = types.TYPE_MESSAGE
        field.type_name = ".vidpipe_onnx." + kind.removeprefix("one ")
