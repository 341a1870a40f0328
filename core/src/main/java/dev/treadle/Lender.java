package dev.treadle;

/// Something of which tasks take and must give back: a mutex, permits, leases of your own.
///
/// {@snippet class=dev.treadle.HoldingsSnippets region=lender lang=java}
///
/// @see Holdings
public interface Lender {

  /// A task ended and has not given back. Called on its thread, after its body and before anybody
  /// learns that it has ended. Must neither wait nor throw.
  ///
  /// @param amount how much it has
  /// @param by what to call the task in a message, such as `task 'orders/fetch-3'`
  void abandoned(int amount, String by);
}
