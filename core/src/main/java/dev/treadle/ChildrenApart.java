package dev.treadle;

/// Keeps what follows apart from the object in front: a group's own fields, which those who start
/// children read.
abstract class ChildrenApart {

  @SuppressWarnings("unused")
  private long p1, p2, p3, p4, p5, p6, p7;
}
