package dev.treadle.io;

import dev.treadle.Cancelled;
import dev.treadle.Treadle;
import dev.treadle.seam.World;
import dev.treadle.sync.Event;
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
/// at once, and the thread comes back when the answer does, which is remembered. Tasks that ask for
/// a name that is being looked up share that look-up, also if the one who began it has given up.
///
/// {@snippet class=dev.treadle.io.DnsSnippets region=override lang=java}
///
/// In a simulation the simulated network is asked every time.
public final class Dns {

  private static final Dns SYSTEM = new Dns(DnsSettings.defaults());

  private final DnsSettings settings;
  private final Map<String, LookUp> underWay = new ConcurrentHashMap<>();
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();

  /// What a look-up came to.
  ///
  /// @param found none if the name has no address
  /// @param until when it is to be asked for again
  private record Answer(String name, List<InetAddress> found, long until) {

    List<InetAddress> addresses() throws UnknownHostException {
      if (found.isEmpty()) {
        throw new UnknownHostException("the name '" + name + "' has no address");
      }
      return found;
    }
  }

  /// A look-up under way, for everybody who asks for the name meanwhile.
  private static final class LookUp {

    private final String name;
    private final Event ended;

    /// Somebody is at it, who will end it.
    private volatile boolean asks;

    private volatile @Nullable Answer answer;

    private LookUp(String name) {
      this.name = name;
      this.ended = Event.create("the addresses of " + name);
    }

    /// Returns `null` if it came to nothing.
    private @Nullable Answer await() {
      ended.await();
      return answer;
    }

    private void end(@Nullable Answer answer) {
      if (answer != null) {
        this.answer = answer;
      }
      ended.set();
    }
  }

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
    var answer = fresh(world, name);
    while (answer == null) {
      var own = new LookUp(name);
      var other = underWay.putIfAbsent(name, own);
      if (other == null) {
        return looked(world, own).addresses();
      }
      answer = other.await();
      if (answer == null) {
        answer = fresh(world, name);
      }
    }
    return answer.addresses();
  }

  private @Nullable Answer fresh(World world, String name) {
    var answer = answers.get(name);
    return answer == null || answer.until - world.nanoTime() <= 0 ? null : answer;
  }

  /// Nobody else looks the name up, but somebody may have a moment ago.
  private Answer looked(World world, LookUp own) {
    var answer = fresh(world, own.name);
    if (answer == null) {
      return begun(world, own);
    }
    end(own, answer);
    return answer;
  }

  /// Looks up what nobody else does. Who is cancelled leaves the look-up to its thread, and to
  /// those who ask for the name meanwhile: a name server that is slow has as many threads as names,
  /// and not as many as there are tasks that have given up.
  private Answer begun(World world, LookUp own) {
    try {
      return Treadle.abandonable(late -> {}, () -> ask(world, own));
    } catch (Throwable failure) {
      if (!own.asks) {
        // It will not begin any more, or ends for itself.
        end(own, null);
      }
      throw failure;
    }
  }

  private Answer ask(World world, LookUp own) {
    own.asks = true;
    Answer answer = null;
    try {
      answer = ask(world, own.name);
      remember(world, answer);
      return answer;
    } finally {
      end(own, answer);
    }
  }

  private Answer ask(World world, String name) {
    try {
      var addresses = world.network().resolve(name);
      return new Answer(name, addresses, world.nanoTime() + nanos(settings.ttl()));
    } catch (UnknownHostException none) {
      return new Answer(name, List.of(), world.nanoTime() + nanos(settings.failureTtl()));
    }
  }

  private void end(LookUp own, @Nullable Answer answer) {
    underWay.remove(own.name, own);
    own.end(answer);
  }

  /// At most what a long holds, which is 292 years.
  private static long nanos(Duration duration) {
    return TimeUnit.NANOSECONDS.convert(duration);
  }

  private void remember(World world, Answer answer) {
    if (answers.size() >= settings.maxNames()) {
      answers.values().removeIf(old -> old.until - world.nanoTime() <= 0);
    }
    if (answers.size() < settings.maxNames()) {
      answers.put(answer.name, answer);
    }
  }

  /// Forgets everything it was told.
  public void clear() {
    answers.clear();
  }
}
