"""Writes the stubs of the .proto files: python generate.py [directory], by default generated/."""

import pathlib
import sys

import google.rpc
import grpc_tools
from grpc_tools import protoc

HERE = pathlib.Path(__file__).resolve().parent
PROTOS = HERE.parents[1] / "src" / "main" / "protobuf"
FILES = ["ipns.proto", "vac/cas.proto", "vac/mvds.proto", "vac/ns.proto", "vac/remotelog.proto"]


def main() -> int:
    out = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "generated"
    out.mkdir(parents=True, exist_ok=True)
    includes = [
        PROTOS,
        pathlib.Path(list(google.rpc.__path__)[0]).parents[1],  # Has google/rpc/status.proto.
        pathlib.Path(grpc_tools.__file__).parent / "_proto",  # Has google/protobuf/any.proto.
    ]
    return protoc.main(
        ["protoc", *(f"-I{path}" for path in includes), f"--python_out={out}", f"--grpc_python_out={out}", *FILES]
    )


if __name__ == "__main__":
    sys.exit(main())
