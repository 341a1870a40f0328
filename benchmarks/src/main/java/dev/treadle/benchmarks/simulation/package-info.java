/// What exploring schedules and skipping time costs, and how soon bugs are found.
@org.jspecify.annotations.NullMarked
package dev.treadle.benchmarks.simulation;
