package dev.treadle;

/// The scope of a group's daemons: it ends when everything else in the group has.
final class DaemonScope extends Block {

  private final GroupScope group;
  private final Children children = new Children();

  DaemonScope(GroupScope group) {
    super(group, group.strand());
    this.group = group;
  }

  Children children() {
    return children;
  }

  @Override
  boolean hasChildren() {
    return true;
  }

  void workIsDone() {
    if (isArmed()) {
      cancel(
          new Cancellation(
              new Cancelled.Origin("the group's work is done", describe(), "the group's end"),
              false));
    }
  }

  @Override
  String describe() {
    return "daemons of " + group.describe();
  }
}
