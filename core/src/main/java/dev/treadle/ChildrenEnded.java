package dev.treadle;

/// The half of [Children] that ending children write to, kept from the other half's cache line, and
/// from whatever lies in front of it.
abstract class ChildrenEnded extends ChildrenApart {

  volatile long ended;

  // Superclasses come first in an object, and padding between.
  @SuppressWarnings("unused")
  private long p1, p2, p3, p4, p5, p6, p7;
}
