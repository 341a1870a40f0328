/// How specifications are checked.
@org.jspecify.annotations.NullMarked
package dev.treadle.stress;
