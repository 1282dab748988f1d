"""Commands about inspections as a whole: begin, show, team, scope, phases, assignments."""

from inspector_app.cli.commands.level import INSPECTION, PHASES, Commands, of_inspection

ROLES = ("lead", "inspector", "observer")


def inspections_commands(commands: Commands) -> None:
    """Add beginning, listing and describing inspections."""
    commands.add("list", "inspecting.overview", "List the inspections of this vault", "list --json")

    new = commands.add(
        "new",
        "inspecting.new",
        "Begin an inspection",
        "new Cambridgeshire --fieldwork 2013-09 --role lead",
        'new "Essex Police" --off CN-CY --team AB:inspector --team "CD:observer:Chris Doe"',
    )
    new.add_argument("force", help="a name or alias of the pack’s register of forces")
    new.add_argument("--unlisted", action="store_true", help="take the force as it is written")
    new.add_argument("--pack", help="id or folder of the checklist pack (default: the only one)")
    new.add_argument(
        "--fieldwork",
        help="when, such as 2013-09 or “16/9/2013 to 20/9/2013” (default: this month)",
    )
    new.add_argument("--marking", default="OFFICIAL", help="default: OFFICIAL")
    new.add_argument("--title", default="", help="what the visit is called")
    new.add_argument("--on", action="append", default=[], metavar="SECTION", help="put in scope")
    new.add_argument(
        "--off", action="append", default=[], metavar="SECTION", help="put out of scope"
    )
    new.add_argument("--role", choices=ROLES, default="inspector", help="yours; default: inspector")
    new.add_argument(
        "--team",
        action="append",
        default=[],
        metavar="INITIALS:ROLE[:NAME]",
        help="somebody else; names stay on this laptop",
    )

    shown = commands.add(
        "show",
        "inspecting.show",
        "Show an inspection, one of its sections, or a line with all that is known of it",
        "show Cambridgeshire",
        "show Cambridgeshire CC-PO",
        "show Cambridgeshire CC-PO-09",
    )
    of_inspection(shown)
    shown.add_argument("part", nargs="?", help="the id of a section or line")

    described = commands.add(
        "describe",
        "inspecting.describe",
        "Record the inspection’s particulars anew; what is not given stays",
        'describe Cambridgeshire --title "Second visit" --fieldwork "16/9/2013 to 20/9/2013"',
    )
    of_inspection(described)
    described.add_argument("--title")
    described.add_argument("--fieldwork")
    described.add_argument("--marking")
    described.add_argument("--notes")

    team = commands.add(
        "team",
        "inspecting.team",
        "Record somebody’s part in the team; a name stays on this laptop",
        'team Cambridgeshire "AB:inspector:Al Brown"',
        "team Cambridgeshire AB:inspector --left",
    )
    of_inspection(team)
    team.add_argument("member", metavar="INITIALS:ROLE[:NAME]")
    team.add_argument("--left", action="store_true", help="has left the team")

    scope = commands.add(
        "scope",
        "inspecting.scope",
        "Put a section in or out of scope; its answers are kept",
        'scope Cambridgeshire CS-T --on --reason "asked for by the lead"',
    )
    of_inspection(scope)
    scope.add_argument("section")
    switch = scope.add_mutually_exclusive_group(required=True)
    switch.add_argument("--on", action="store_true", help="in scope")
    switch.add_argument("--off", action="store_false", dest="on", help="out of scope")
    scope.add_argument("--reason", default="")


def course_commands(commands: Commands) -> None:
    """Add the course of an inspection: phases, assignments, readiness, corrections."""
    phase = commands.add(
        "phase",
        "phases.phase",
        "Tell the phase of the work, or enter another; archived means only to be read",
        "phase Cambridgeshire",
        "phase Cambridgeshire writing-up",
        'phase Cambridgeshire fieldwork --reason "A second visit was agreed."',
        'phase Cambridgeshire published --reason "Brought back from the archive for the appeal."',
    )
    of_inspection(phase)
    phase.add_argument("phase", nargs="?", choices=PHASES, metavar="PHASE", help=", ".join(PHASES))
    phase.add_argument("--reason", default="", help="needed to go back")
    correct = commands.level("correct", "Correction sessions: edits after fieldwork, with a reason")
    begin = correct.add(
        "begin",
        "corrections.begin",
        "Say once why and on whose word facts are corrected, for all edits until it ends",
        'correct begin Cambridgeshire --from "Letter of the force, 3 May" --reason "A later count"',
    )
    of_inspection(begin)
    begin.add_argument("--reason", required=True)
    begin.add_argument(
        "--from", required=True, dest="origin", metavar="ORIGIN", help="where they come from"
    )
    end = correct.add("end", "corrections.end", "End the session", "correct end Cambridgeshire")
    of_inspection(end)
    sessions = correct.add(
        "list",
        "corrections.overview",
        "List the sessions, and the lines that stand otherwise than the visit found them",
        "correct list Cambridgeshire",
    )
    sessions.add_argument("inspection", help=INSPECTION)

    assign = commands.add(
        "assign",
        "planning.assign",
        "Give lines and sections to people of the team, or tell who has what",
        "assign Cambridgeshire",
        "assign Cambridgeshire CC-PO --to AM",
        "assign Cambridgeshire CC-PO-07 CC-PO-08 --to AM --to JS",
        'assign Cambridgeshire CC-PO --to AM --reason "Agreed in the evening."',
    )
    of_inspection(assign)
    assign.add_argument("places", nargs="*", metavar="PLACE", help="the id of a section or line")
    assign.add_argument(
        "--to", action="append", default=[], metavar="INITIALS", help="of the team; may be repeated"
    )
    assign.add_argument("--reason", default="", help="needed where laptops have assigned it apart")

    unassign = commands.add(
        "unassign",
        "planning.unassign",
        "Take assignments back; a line goes with its section again",
        "unassign Cambridgeshire CC-PO-07",
    )
    of_inspection(unassign)
    unassign.add_argument("places", nargs="+", metavar="PLACE", help="the id of a section or line")
    unassign.add_argument("--reason", default="", help="needed where laptops differ")

    ready = commands.add(
        "ready",
        "planning.ready",
        "Look whether this laptop and the team are ready to travel; nothing is changed",
        "ready Cambridgeshire",
    )
    of_inspection(ready)
