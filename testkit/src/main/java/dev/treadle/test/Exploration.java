package dev.treadle.test;

/// The result of an exploration in which nothing failed.
///
/// @param runs how many schedules were run
/// @param distinct how many of them differed in which threads ran when
/// @param steps how often threads were resumed, over all runs
/// @param isExhaustive whether no schedule is left within the bounds of [Strategy#DFS]; never for
///   other strategies
public record Exploration(int runs, int distinct, long steps, boolean isExhaustive) {}
