"""The command that does the whole job on the sample."""

from argparse import Namespace
from collections.abc import Callable, Mapping

from inspector_app import bootstrap
from inspector_app.cli.desk import Desk
from inspector_app.cli.exits import Exit
from inspector_app.texts import tr


def demo(given: Namespace, desk: Desk) -> Exit:
    """Do the whole job in a folder."""
    console = desk.console
    # As JSON, the steps are told as they are done beside the result, which comes at the end.
    tell = console.remark if console.as_json else lambda step: console.result([step], None)
    done = bootstrap.demo_service().run(given.out, tell)
    words = (
        tr("All of it held. Look at {done}.").format(done=done.folder)
        if done.held
        else tr("Not all of it held; what was made stands in {done}.").format(done=done.folder)
    )
    console.result(
        [words],
        {
            "folder": str(done.folder),
            "steps": list(done.steps),
            "genuine": done.is_genuine,
            "came_back": done.came_back,
            "sound": done.is_sound,
        },
    )
    return Exit.OK if done.held else Exit.NO


VERBS: Mapping[str, Callable[[Namespace, Desk], Exit]] = {"demo": demo}
