/// What the seam costs where there is no simulation.
@org.jspecify.annotations.NullMarked
package dev.treadle.benchmarks.seam;
