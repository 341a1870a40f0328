package dev.treadle.io;

import dev.treadle.Cancelled;
import dev.treadle.Treadle;
import dev.treadle.seam.World;
import dev.treadle.sync.KeyedMutex;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Looks up host names, and remembers what it was told for a while.
///
/// The system's own look-up holds a thread for as long as the name server takes. Here that is a
/// thread of the offload pool ([Treadle#abandonable]), so a task that is cancelled meanwhile ends
/// at once, and the thread comes back when the answer does. Tasks that ask for the same name at the
/// same time share one look-up.
///
/// {@snippet class=dev.treadle.io.DnsSnippets region=override lang=java}
///
/// In a simulation the simulated network is asked every time.
public final class Dns {

  private static final Dns SYSTEM = new Dns(DnsSettings.defaults());

  private final DnsSettings settings;
  private final KeyedMutex<String> lookups = KeyedMutex.create();
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();

  /// @param addresses `null` if the name has none
  private record Answer(@Nullable List<InetAddress> addresses, long until) {}

  private Dns(DnsSettings settings) {
    this.settings = settings;
  }

  /// Returns the one that everybody uses who asks for no other: it has the default settings.
  public static Dns system() {
    return SYSTEM;
  }

  /// Creates one with settings and a memory of its own.
  public static Dns create(UnaryOperator<DnsSettings> settings) {
    return new Dns(settings.apply(DnsSettings.defaults()));
  }

  /// Returns the addresses of a host, the most preferred first; at least one. A literal such as
  /// `192.0.2.1` or `::1`, also in brackets, is its own address.
  ///
  /// @throws UnknownHostException if the name has none
  /// @throws Cancelled if it was cancelled meanwhile
  public List<InetAddress> resolve(String host) throws UnknownHostException {
    var name = Objects.requireNonNull(host, "host").toLowerCase(Locale.ROOT);
    if (name.isEmpty()) {
      // The system takes it for this machine, which nobody means who forgot a name.
      throw new UnknownHostException("expected the name of a host, found an empty one");
    }
    var literal = literal(name);
    if (literal != null) {
      return List.of(literal);
    }
    var overridden = settings.overrides().get(name);
    if (overridden != null) {
      return overridden;
    }
    var world = World.current();
    return world.isSimulated() ? world.network().resolve(name) : remembered(world, name);
  }

  private static @Nullable InetAddress literal(String name) {
    boolean isBracketed = name.startsWith("[") && name.endsWith("]");
    var bare = isBracketed ? name.substring(1, name.length() - 1) : name;
    if (bare.indexOf(':') < 0 && (bare.isEmpty() || !Character.isDigit(bare.charAt(0)))) {
      return null;
    }
    try {
      return InetAddress.ofLiteral(bare);
    } catch (IllegalArgumentException notOne) {
      return null;
    }
  }

  /// Answers from memory, or asks the network of a world.
  List<InetAddress> remembered(World world, String name) throws UnknownHostException {
    var answer = answers.get(name);
    if (answer == null || answer.until - world.nanoTime() <= 0) {
      // Whoever comes second finds what the first has been told. If that one was cancelled, it
      // asks.
      try (var _ = lookups.acquire(name)) {
        answer = answers.get(name);
        if (answer == null || answer.until - world.nanoTime() <= 0) {
          answer = lookUp(world, name);
        }
      }
    }
    if (answer.addresses == null) {
      throw new UnknownHostException("the name '" + name + "' has no address");
    }
    return answer.addresses;
  }

  private Answer lookUp(World world, String name) {
    var network = world.network();
    Answer answer;
    try {
      var addresses =
          Treadle.<List<InetAddress>, UnknownHostException>abandonable(
              late -> {}, () -> network.resolve(name));
      answer = new Answer(addresses, world.nanoTime() + nanos(settings.ttl()));
    } catch (UnknownHostException none) {
      answer = new Answer(null, world.nanoTime() + nanos(settings.failureTtl()));
    }
    remember(world, name, answer);
    return answer;
  }

  /// At most what a long holds, which is 292 years.
  private static long nanos(Duration duration) {
    return TimeUnit.NANOSECONDS.convert(duration);
  }

  private void remember(World world, String name, Answer answer) {
    if (answers.size() >= settings.maxNames()) {
      answers.values().removeIf(old -> old.until - world.nanoTime() <= 0);
    }
    if (answers.size() < settings.maxNames()) {
      answers.put(name, answer);
    }
  }

  /// Forgets everything it was told.
  public void clear() {
    answers.clear();
  }
}
