"""Candidates in groups on the first screen: by what they are grouped, and all of them open or folded."""

from beacon_tui.tui.screens.loading import Loading


class Grouping(Loading):
    """A screen whose candidates can be grouped."""

    def action_group(self) -> None:
        """Group the candidates by the next of what they can share; the cursor stays on its candidate, or its group."""
        if self.desk is not None:
            at = self.at
            self.decided(self.desk.groups.turn(at))

    def action_fold_all(self) -> None:
        """Show the members of all groups, or of none; the cursor stays on its candidate, or on the group of it."""
        if self.desk is None:
            return
        if not self.desk.groups.by:
            self.notify("There are no groups to open: group the candidates first", severity="warning")
            return
        at = self.at
        self.desk.groups.fold_all()
        self.decided(at)
