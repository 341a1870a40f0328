/// What to do about failures of others: try again ([dev.treadle.retry.Retry], at times that a
/// [dev.treadle.retry.Backoff] says, within a [dev.treadle.retry.RetryBudget]), stop asking
/// ([dev.treadle.retry.CircuitBreaker]), do something else ([dev.treadle.retry.Fallback]). All of
/// it happens in the caller's thread, and none of it stands in the way of a cancellation.
package dev.treadle.retry;
