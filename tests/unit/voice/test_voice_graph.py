"""Changes to a voice's graph."""

import pytest
from google.protobuf.message import DecodeError

from vidpipe_assets.voice import voice_graph
from vidpipe_assets.voice.voice_graph import LENGTHS, STRETCH, prepare, prepare_hibari


def model(*nodes: tuple[str, str, str], outputs: tuple[str, ...] = ("audio",)) -> bytes:
    """A model of nodes (type, input, output)."""
    made = voice_graph._message("Model")()
    for kind, one, other in nodes:
        made.graph.node.add(op_type=kind, name=f"{kind}_{other}", input=[one], output=[other])
    for name in outputs:
        made.graph.output.add(name=name)
    weights = b"\x2a\x03abc"  # GraphProto.initializer = 5, which the reduced description does not know
    graph = made.graph.SerializeToString() + weights
    return b"\x08\x09" + b"\x3a" + bytes([len(graph)]) + graph


def read(content: bytes):
    return voice_graph._message("Model").FromString(content)


def test_the_lengths_of_the_sounds_come_out():
    prepared = prepare(model(("Ceil", "w", "frames"), ("Conv", "frames", "audio")))
    assert prepared.times
    assert [output.name for output in read(prepared.content).graph.output] == ["audio", "frames"]


@pytest.mark.parametrize("nodes", [(("Conv", "x", "audio"),), (("Ceil", "w", "a"), ("Ceil", "v", "b"))])
def test_a_model_that_cannot_tell_is_left_without_times(nodes: tuple[tuple[str, str, str], ...]):
    prepared = prepare(model(*nodes))
    assert not prepared.times
    assert len(read(prepared.content).graph.output) == 1


def test_a_model_that_tells_already_is_not_told_twice():
    prepared = prepare(model(("Ceil", "w", "frames"), outputs=("audio", "frames")))
    assert prepared.times
    assert [output.name for output in read(prepared.content).graph.output] == ["audio", "frames"]


def test_noise_becomes_an_input_that_is_cut_to_its_place():
    prepared = prepare(model(("RandomNormalLike", "z", "noise"), ("Add", "noise", "audio")))
    graph = read(prepared.content).graph
    assert prepared.noises == ("noise_given",)
    assert [given.name for given in graph.input] == ["noise_given"]
    assert [(node.op_type, list(node.output)) for node in graph.node] == [
        ("Add", ["audio"]),
        ("Shape", ["noise_shape"]),
        ("Sub", ["noise_zeros"]),
        ("Slice", ["noise"]),
    ]


def test_weights_and_all_other_fields_are_kept():
    content = prepare(model(("Ceil", "w", "frames"))).content
    assert b"\x2a\x03abc" in content
    assert b"\x08\x09" in content


def test_fault_19_what_is_no_model_is_refused():
    with pytest.raises(DecodeError):
        prepare(b"<html>not found</html>")


def test_each_sound_can_be_lengthened():
    graph = read(prepare(model(("Exp", "x", "w"), ("Ceil", "w", "frames"), ("Conv", "frames", "audio"))).content).graph
    assert [given.name for given in graph.input] == [STRETCH]
    made = {node.output[0]: (node.op_type, list(node.input)) for node in graph.node}
    assert made["frames"] == ("Ceil", [f"{STRETCH}ed"])
    assert made[f"{STRETCH}ed"] == ("Mul", ["w", STRETCH])


def test_a_model_of_hibari_s_tells_its_lengths_and_takes_others():
    graph = read(prepare_hibari(model(("Round", "w", "r"), ("Clip", "r", "own"), ("Cast", "own", "audio")))).graph
    assert [output.name for output in graph.output] == ["audio", "own"]
    assert [given.name for given in graph.input] == [LENGTHS]
    assert [list(node.input) for node in graph.node] == [["w"], ["r"], [LENGTHS]]
    with pytest.raises(ValueError, match="how long each sound is"):
        prepare_hibari(model(("Round", "w", "frames")))
