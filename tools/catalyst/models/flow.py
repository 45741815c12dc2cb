"""The flow graph's wire shape; `tools.catalyst.flow` makes sense of it."""

from pydantic import Field

from tools.catalyst.models.wire import Text, Whole, Wire, Word


class FlowHead(Wire):
    """The flow as a whole; `started_at` is in Unix seconds, 0 when nothing has started."""

    id: Text = ""
    status: Word = ""
    started_at: Whole = 0


class FlowNode(Wire):
    """A job or a group."""

    id: str
    flow_id: Text = ""
    label: Text = ""
    status: Word = "pending"
    family: Word = ""
    region: Text = ""
    started_at: Whole = 0
    """Unix seconds; 0: not yet."""
    ended_at: Whole = 0


class FlowRelationship(Wire):
    """An edge; either end may name a node that isn't in the list."""

    from_id: str
    to_id: str
    type: Word


class FlowMessage(Wire):
    """A whole snapshot."""

    type: Word = "snapshot"
    flow: FlowHead = Field(default_factory=FlowHead)
    nodes: tuple[FlowNode, ...] = ()
    relationships: tuple[FlowRelationship, ...] = ()
