"""The generated stubs, which generate.py writes; GENERATED names their directory, if it is another one."""

import os
import pathlib
import sys

DIRECTORY = pathlib.Path(os.environ.get("GENERATED", pathlib.Path(__file__).resolve().parent / "generated"))
sys.path.insert(0, str(DIRECTORY))

try:
    import ipns_pb2 as ipns  # noqa: F401
    from vac import cas_pb2 as cas, cas_pb2_grpc as cas_grpc  # noqa: F401
    from vac import mvds_pb2 as mvds  # noqa: F401
    from vac import ns_pb2 as ns, ns_pb2_grpc as ns_grpc  # noqa: F401
    from vac import remotelog_pb2 as remotelog  # noqa: F401
except ModuleNotFoundError as e:
    sys.exit(f"no stubs in {DIRECTORY}: run generate.py first ({e})")
