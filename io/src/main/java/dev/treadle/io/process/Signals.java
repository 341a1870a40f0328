package dev.treadle.io.process;

import dev.treadle.flow.Flow;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;

/// Signals that other processes send to this one, as a flow: asyncio's `add_signal_handler`.
///
/// {@snippet class=dev.treadle.io.process.SignalsSnippets region=reload lang=java}
///
/// While a flow of a signal runs, the signal does nothing else: a SIGINT or SIGTERM that is
/// received does not stop the JVM, and so does not cancel the program of [dev.treadle.Treadle#run].
/// When the last flow of it has ended, it does again what it did before. Once the JVM is shutting
/// down, a second SIGINT halts it as ever. Several flows of one signal all receive it.
///
/// As in the system, a signal that comes again before anybody has taken the first counts once. One
/// that comes while no flow runs does what it does without us: SIGHUP ends the process. So open the
/// flow early.
public final class Signals {

  private static final String PREFIX = "SIG";

  private Signals() {}

  /// Returns a flow of signals, by name, in the order in which they come first. It has no end.
  ///
  /// @param names such as `HUP` or `SIGHUP`; at least one. The JVM keeps some for itself, which
  ///   ones depends on the system: on Linux `QUIT`, `SEGV`, `FPE`, `ILL` and `USR2`; nobody can
  ///   have `KILL` and `STOP`; and with `-Xrs` `HUP`, `INT` and `TERM` cannot be had
  /// @return names without `SIG`; its failure is an [UnsupportedOperationException] if the signal
  ///   cannot be had
  /// @throws IllegalArgumentException if the system has no such signal, or no name is given
  /// @throws UnsupportedOperationException if this Java has no module `jdk.unsupported`
  public static Flow<String> receive(String... names) {
    var wanted = new LinkedHashSet<String>();
    for (var name : names) {
      wanted.add(plain(name));
    }
    if (wanted.isEmpty()) {
      throw new IllegalArgumentException("names: expected a signal such as HUP, found none");
    }
    wanted.forEach(SystemSignals::requireKnown);
    return Flow.using(
        () -> SignalHub.OF_JVM.open(List.copyOf(wanted)),
        SignalReceiver::next,
        SignalHub.OF_JVM::close);
  }

  private static String plain(String name) {
    var upper = name.toUpperCase(Locale.ROOT);
    return upper.startsWith(PREFIX) ? upper.substring(PREFIX.length()) : upper;
  }
}
