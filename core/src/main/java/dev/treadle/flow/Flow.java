package dev.treadle.flow;

import dev.treadle.Body;
import dev.treadle.Cancelled;
import dev.treadle.Each;
import dev.treadle.Outcome;
import dev.treadle.Step;
import dev.treadle.TaskFailedException;
import dev.treadle.TaskGroup;
import dev.treadle.channel.ChannelClosedException;
import dev.treadle.channel.ReceiveChannel;
import dev.treadle.channel.SendChannel;
import dev.treadle.sync.RateLimiter;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Flow.Publisher;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.Collector;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Elements that come one after the other and are made when somebody asks for them: what other
/// languages do by asynchronous iterators and generators.
///
/// {@snippet class=dev.treadle.flow.FlowSnippets region=flow lang=java}
///
/// A flow is a plan. Nothing happens until a *sink* asks for elements: [#forEach], [#toList],
/// [#first()] and the like, or a `for` loop over [#open()]. The sink asks the operator before it,
/// that the one before it, and so on to the source; so nobody makes more than is wanted, and a slow
/// consumer slows down everybody. When the sink returns or throws, everything that the flow had
/// opened is closed, and every task that it had started has ended.
///
/// **Threads.** Most operators are plain calls in the thread of whoever asks. Those that cannot do
/// without have tasks of their own, which belong to the consumer: [#generate], [#mapConcurrent],
/// [#flatMap(int, Step)], [#merge], [#buffer(int)], [#prefetch()] and those that wait for a time
/// while elements come. What such a task makes ahead of its consumer is what the operator says, and
/// no more; a [#buffer(int)] directly behind it is room on the same way, not another way.
///
/// **Cancellation.** Cancelling the consumer cancels all of the flow. A consumer that has enough
/// cancels what is still at work, and awaits it: cleanup that waits belongs into a shield, as
/// everywhere.
///
/// **Failures.** What a source or an operator throws comes out of the sink as
/// [TaskFailedException], behind all elements that came before it; its cause keeps the stack of the
/// task that failed. Where several tasks are at work it comes at once. What the sink's own function
/// throws comes out as it is. What was made ahead and nobody asked for is dropped; if it was a
/// failure, it is logged.
///
/// **Once.** An operator or a sink takes the flow over: it can be used once. There are no `null`
/// elements.
///
/// @param <T> the elements
/// @see dev.treadle.channel.Channel for elements that several tasks send and several receive
public final class Flow<T> {

  private final Stage<T> stage;
  private final AtomicBoolean used = new AtomicBoolean();

  Flow(Stage<T> stage) {
    this.stage = stage;
  }

  /// Takes the flow over.
  private Stage<T> claim() {
    if (used.getAndSet(true)) {
      throw new IllegalStateException(
          "flow "
              + stage
              + " was used before: expected one operator or sink for each flow; make another flow, or"
              + " share() it");
    }
    return stage;
  }

  @SuppressWarnings("unchecked") // elements only come out of a stage
  private static <T> Stage<T> claim(Flow<? extends T> flow) {
    return (Stage<T>) Objects.requireNonNull(flow, "flow").claim();
  }

  private <R> Flow<R> behind(String name, Function<Pull<T>, Pull<R>> work) {
    return new Flow<>(new Operator<>(claim(), name, work));
  }

  private static int positive(String parameter, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException(
          parameter + ": expected a number above zero, found " + value);
    }
    return value;
  }

  private static long notNegative(String parameter, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(parameter + ": expected zero or more, found " + value);
    }
    return value;
  }

  // --- Sources

  /// Returns a flow of these elements.
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  public static <T> Flow<T> of(T... elements) {
    return new Flow<>(new Sources.Array<>(elements));
  }

  /// Returns a flow of what is in a collection when the flow runs.
  public static <T> Flow<T> from(Iterable<? extends T> elements) {
    return new Flow<>(new Sources.OfIterable<>(Objects.requireNonNull(elements, "elements")));
  }

  /// Returns a flow of the elements of a stream, in the order in which it gives them. The stream is
  /// closed when the flow ends.
  public static <T> Flow<T> from(Stream<? extends T> elements) {
    return new Flow<>(new Sources.OfStream<>(Objects.requireNonNull(elements, "elements")));
  }

  /// Returns a flow of what a publisher publishes. An element is requested when one is asked for;
  /// with a [#buffer(int)] directly behind, so many are requested ahead.
  public static <T> Flow<T> from(Publisher<? extends T> publisher) {
    return new Flow<>(new Subscribing<>(Objects.requireNonNull(publisher, "publisher"), 0));
  }

  /// Returns a flow of what code emits: an asynchronous generator.
  ///
  /// The code runs in a task of the consumer's. `emit` waits until the consumer has taken the
  /// element, so the code is never more than one element ahead; with a [#buffer(int)] directly
  /// behind, it is that many. When the code returns, the flow ends. When the consumer has enough,
  /// the code is cancelled: `emit`, like every wait, throws [Cancelled].
  ///
  /// {@snippet class=dev.treadle.flow.FlowSnippets region=generate lang=java}
  ///
  /// `emit` may be used by all tasks that the code starts. It throws [IllegalStateException] if the
  /// code has returned, or if the consumer has left and nothing has said so, as in a shield.
  public static <T> Flow<T> generate(Each<? super Consumer<T>, ?> body) {
    return new Flow<>(new Generator<>(Objects.requireNonNull(body, "body"), 0));
  }

  /// Returns a flow of pages, each of which says where the next one is. While the consumer works on
  /// one, the next is fetched.
  ///
  /// {@snippet class=dev.treadle.flow.FlowSnippets region=pages lang=java}
  ///
  /// @param first fetches the first page
  /// @param next fetches the page after one; returns `null` after the last
  public static <P> Flow<P> pages(
      Body<? extends P, ?> first, Step<? super P, ? extends @Nullable P, ?> next) {
    return new Flow<>(
        Apart.prefetch(
            new Pages<>(
                Objects.requireNonNull(first, "first"), Objects.requireNonNull(next, "next"))));
  }

  /// Returns a flow of ticks without end, the first after one period: how many periods have passed
  /// since the flow began. Ticks that pass while nobody asks are left out.
  ///
  /// @param period above zero
  /// @throws IllegalArgumentException if it is not
  public static Flow<Long> interval(Duration period) {
    return new Flow<>(new Interval(Clock.positive("period", period)));
  }

  /// Returns a flow of what comes out of a channel until that is closed. Nothing is received before
  /// it is asked for; the channel stays its owner's, and is open when the flow has ended early.
  public static <T> Flow<T> fromChannel(ReceiveChannel<? extends T> channel) {
    return new Flow<>(new Sources.OfChannel<>(Objects.requireNonNull(channel, "channel")));
  }

  /// Returns a flow of what something gives that must be opened and closed: a file, a cursor of a
  /// database. It has no task: all three steps run in the thread of whoever asks.
  ///
  /// {@snippet class=dev.treadle.flow.FlowSnippets region=using lang=java}
  ///
  /// @param open opens it when the flow runs; must not return `null`
  /// @param next gives the next element, or `null` at the end; if its wait is cancelled, it may be
  ///   asked again
  /// @param close closes it when the flow has ended, in a shield without a bound
  public static <R, T> Flow<T> using(
      Body<? extends R, ?> open,
      Step<? super R, ? extends @Nullable T, ?> next,
      Each<? super R, ?> close) {
    return new Flow<>(
        new Using<R, T>(
            Objects.requireNonNull(open, "open"),
            Objects.requireNonNull(next, "next"),
            Objects.requireNonNull(close, "close")));
  }

  /// Returns a flow of the lines of a text file in UTF-8. It is opened when the flow runs and
  /// closed when it ends; reading does not hold the carrier thread.
  public static Flow<String> lines(Path file) {
    Objects.requireNonNull(file, "file");
    return new Flow<>(new Lines("lines(" + file + ")", () -> Files.newInputStream(file)));
  }

  /// Returns a flow of the lines of a text in UTF-8, such as the output of a process. A line comes
  /// when it is complete, whatever follows it.
  ///
  /// @param opening is called when the flow runs; the stream is closed when it ends
  public static Flow<String> lines(Body<? extends InputStream, ?> opening) {
    return new Flow<>(new Lines("lines", Objects.requireNonNull(opening, "opening")));
  }

  /// Returns a flow of how bodies end, each when it has: asyncio's `as_completed`. All are begun at
  /// once, each in a task; a failure is an outcome like another. When the consumer has enough, the
  /// rest are cancelled.
  ///
  /// {@snippet class=dev.treadle.flow.FlowSnippets region=asCompleted lang=java}
  public static <T extends @Nullable Object> Flow<Outcome<T>> asCompleted(
      Collection<? extends Body<? extends T, ?>> bodies) {
    return new Flow<>(new AsCompleted<>(List.copyOf(bodies)));
  }

  /// Returns a flow of how bodies end, each when it has; see [#asCompleted(Collection)].
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  public static <T extends @Nullable Object> Flow<Outcome<T>> asCompleted(
      Body<? extends T, ?>... bodies) {
    return asCompleted(Arrays.asList(bodies));
  }

  /// Returns a flow of how something done with each item ends, each when it has; see
  /// [#asCompleted(Collection)].
  public static <A extends @Nullable Object, T extends @Nullable Object>
      Flow<Outcome<T>> asCompleted(
          Collection<? extends A> items, Step<? super A, ? extends T, ?> fn) {
    Objects.requireNonNull(fn, "fn");
    var bodies = new ArrayList<Body<T, ?>>();
    for (A item : items) {
      bodies.add(() -> fn.apply(item));
    }
    return asCompleted(bodies);
  }

  // --- One by one

  /// Makes something of each element.
  public <R> Flow<R> map(Step<? super T, ? extends R, ?> fn) {
    Objects.requireNonNull(fn, "fn");
    return behind("map", before -> new Mapping.OneToOne<>(before, fn));
  }

  /// Makes several elements, or none, of each.
  public <R> Flow<R> flatMap(Step<? super T, ? extends Iterable<? extends R>, ?> fn) {
    Objects.requireNonNull(fn, "fn");
    return behind("flatMap", before -> new Mapping.OneToMany<>(before, fn));
  }

  /// Looks at each element on its way.
  public Flow<T> peek(Each<? super T, ?> each) {
    Objects.requireNonNull(each, "each");
    return behind("peek", before -> new Mapping.Peeking<>(before, each));
  }

  /// Lets through the elements for which the function says `true`.
  public Flow<T> filter(Step<? super T, Boolean, ?> chosen) {
    Objects.requireNonNull(chosen, "chosen");
    return behind("filter", before -> new Choosing.Filtering<>(before, chosen));
  }

  /// Lets each element through the first time it comes. It remembers all of them.
  public Flow<T> distinct() {
    return behind("distinct", Choosing.Distinct::new);
  }

  /// Lets so many elements through, and does not ask for another.
  ///
  /// @param most zero or more
  /// @throws IllegalArgumentException if it is negative
  public Flow<T> take(long most) {
    notNegative("most", most);
    return behind("take", before -> new Choosing.Taking<>(before, most));
  }

  /// Lets elements through until the function says `false` for one.
  public Flow<T> takeWhile(Step<? super T, Boolean, ?> wanted) {
    Objects.requireNonNull(wanted, "wanted");
    return behind("takeWhile", before -> new Choosing.TakingWhile<>(before, wanted));
  }

  /// Leaves out the first so many elements.
  ///
  /// @param first zero or more
  /// @throws IllegalArgumentException if it is negative
  public Flow<T> drop(long first) {
    notNegative("first", first);
    return behind("drop", before -> new Choosing.Dropping<>(before, first));
  }

  /// Leaves out elements until the function says `false` for one.
  public Flow<T> dropWhile(Step<? super T, Boolean, ?> unwanted) {
    Objects.requireNonNull(unwanted, "unwanted");
    return behind("dropWhile", before -> new Choosing.DroppingWhile<>(before, unwanted));
  }

  /// Keeps a result and makes it new with each element; every result is an element.
  ///
  /// @param initial the result before the first element, which is not an element itself
  public <R> Flow<R> scan(R initial, BiFunction<? super R, ? super T, ? extends R> fn) {
    Objects.requireNonNull(initial, "initial");
    Objects.requireNonNull(fn, "fn");
    return behind("scan", before -> new Mapping.Scanning<>(before, initial, fn));
  }

  // --- Several together

  /// Puts so many elements together; the last batch may be smaller.
  ///
  /// @param size above zero
  /// @throws IllegalArgumentException if it is not
  public Flow<List<T>> batch(int size) {
    positive("size", size);
    return behind("batch", before -> new Grouping.Batching<>(before, size));
  }

  /// Puts so many elements together, or fewer once the first of them has waited for so long. While
  /// the consumer works on one batch, the next is collected.
  ///
  /// {@snippet class=dev.treadle.flow.FlowSnippets region=batch lang=java}
  ///
  /// @param size above zero, at most 1,073,741,824
  /// @param maxWait above zero
  /// @throws IllegalArgumentException if one of them is not so
  public Flow<List<T>> batch(int size, Duration maxWait) {
    requireRoom("size", size);
    long wait = Clock.positive("maxWait", maxWait);
    return new Flow<>(Apart.batch(claim(), size, wait));
  }

  /// Puts the last so many elements together, each time so many more have come. What is left at the
  /// end and makes no full window is left out.
  ///
  /// @param size above zero
  /// @param step above zero: less than `size` and windows overlap, more and there are gaps between
  /// @throws IllegalArgumentException if one of them is not so
  public Flow<List<T>> window(int size, int step) {
    positive("size", size);
    positive("step", step);
    return behind("window", before -> new Grouping.Windowing<>(before, size, step));
  }

  /// Brings the elements of each key to a flow of their own. All of these run at once, each in a
  /// task, and what they make comes out together.
  ///
  /// A group whose flow has had enough ends; the next element of its key begins another.
  ///
  /// {@snippet class=dev.treadle.flow.FlowSnippets region=groupBy lang=java}
  ///
  /// @param limit how many groups there may be at a time, above zero; the flow fails if there would
  ///   be more
  /// @param each makes the flow of a group, from its key and its elements
  /// @throws IllegalArgumentException if the limit is not above zero
  public <K, R> Flow<R> groupBy(
      int limit,
      Step<? super T, ? extends K, ?> key,
      BiFunction<? super K, ? super Flow<T>, ? extends Flow<? extends R>> each) {
    positive("limit", limit);
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(each, "each");
    var settings =
        new GroupBy.Settings<K, T, R>(
            limit, key, (group, elements) -> claim(each.apply(group, new Flow<>(elements))));
    return new Flow<>(new GroupBy<>(claim(), settings, 0));
  }

  // --- Several at a time

  /// Makes something of each element, of so many at a time, and passes results on in the order of
  /// the elements. At most as many results again wait for their turn. If one fails, no other is
  /// begun, and those under way are cancelled and awaited.
  ///
  /// {@snippet class=dev.treadle.flow.FlowSnippets region=mapConcurrent lang=java}
  ///
  /// @param limit above zero
  /// @throws IllegalArgumentException if it is not
  public <R> Flow<R> mapConcurrent(int limit, Step<? super T, ? extends R, ?> fn) {
    positive("limit", limit);
    Objects.requireNonNull(fn, "fn");
    return new Flow<>(MapConcurrent.inOrder(claim(), limit, fn));
  }

  /// Makes something of each element, of so many at a time, and passes each result on when it is
  /// there; see [#mapConcurrent(int, Step)].
  ///
  /// @param limit above zero
  /// @throws IllegalArgumentException if it is not
  public <R> Flow<R> mapUnordered(int limit, Step<? super T, ? extends R, ?> fn) {
    positive("limit", limit);
    Objects.requireNonNull(fn, "fn");
    return new Flow<>(MapConcurrent.asMade(claim(), limit, fn));
  }

  /// Makes a flow of each element, and runs so many of them at a time. Their elements come out
  /// together, as they are made; with a limit of 1, one flow after the other.
  ///
  /// @param limit above zero
  /// @throws IllegalArgumentException if it is not
  public <R> Flow<R> flatMap(int limit, Step<? super T, ? extends Flow<? extends R>, ?> fn) {
    positive("limit", limit);
    Objects.requireNonNull(fn, "fn");
    return new Flow<>(new FlatMap<>(claim(), limit, element -> claim(fn.apply(element)), 0));
  }

  /// Runs this and other flows at once; their elements come out together, as they are made.
  @SafeVarargs
  public final Flow<T> merge(Flow<? extends T>... others) {
    var stages = new ArrayList<Stage<T>>();
    stages.add(claim());
    for (var other : others) {
      stages.add(claim(other));
    }
    return new Flow<>(new Merge<>("merge", stages, 0));
  }

  /// Asks this flow and then another for an element, and joins the two. It ends with the shorter
  /// one. To have both at work at the same time, [#prefetch()] one.
  public <U, R> Flow<R> zip(
      Flow<? extends U> other, BiFunction<? super T, ? super U, ? extends R> join) {
    Objects.requireNonNull(join, "join");
    Stage<U> beside = claim(other);
    return new Flow<>(new Pairing.Zip<>(claim(), beside, join));
  }

  /// Runs this and another flow at once, and joins the latest elements of both whenever there is a
  /// new one, from when both have one.
  public <U, R> Flow<R> combineLatest(
      Flow<? extends U> other, BiFunction<? super T, ? super U, ? extends R> join) {
    Objects.requireNonNull(join, "join");
    Stage<U> beside = claim(other);
    return new Flow<>(Pairing.latest(claim(), beside, join));
  }

  /// Runs this flow once for several consumers; see [Shared].
  ///
  /// @param owner runs it, as a daemon
  /// @throws IllegalStateException if the group is closed
  public Shared<T> share(TaskGroup owner) {
    Objects.requireNonNull(owner, "owner");
    var shared = new Shared<>(claim());
    shared.start(owner);
    return shared;
  }

  // --- Apart from the consumer

  /// Lets what stands before it work in a task of its own, so many elements ahead of the consumer.
  ///
  /// Directly behind something that has such a task already, as [#generate], it is room for that.
  ///
  /// A task that waits for room in a buffer of 32 or more goes on when up to a sixteenth of it is
  /// free, or when the consumer has nothing left; so it is woken less often.
  ///
  /// @param capacity above zero, at most 1,073,741,824
  /// @throws IllegalArgumentException if it is not so
  public Flow<T> buffer(int capacity) {
    requireRoom("capacity", capacity);
    var before = claim();
    var roomy = before.ahead(capacity);
    return new Flow<>(roomy == null ? Apart.buffer(before, capacity) : roomy);
  }

  private static void requireRoom(String parameter, int elements) {
    if (elements <= 0 || elements > Belt.MOST) {
      throw new IllegalArgumentException(
          parameter + ": expected 1 to " + Belt.MOST + ", found " + elements);
    }
  }

  /// Lets what stands before it make one element while the consumer works on the one before.
  public Flow<T> prefetch() {
    return new Flow<>(Apart.prefetch(claim()));
  }

  /// Lets what stands before it work in a task of its own and never wait: of what comes while the
  /// consumer is at work, it gets the newest.
  public Flow<T> conflate() {
    return new Flow<>(Apart.conflate(claim()));
  }

  // --- Time

  /// Lets at most so many elements through in any stretch of time so long; the others wait.
  ///
  /// @param elements above zero
  /// @param per above zero
  /// @throws IllegalArgumentException if one of them is not so
  public Flow<T> throttle(int elements, Duration per) {
    positive("elements", elements);
    Clock.positive("per", per);
    return behind(
        "throttle",
        before -> new Timing.Throttling<>(before, RateLimiter.slidingWindow(elements, per)));
  }

  /// Lets an element through when no other has come for so long after it. What comes before that
  /// replaces it; the last one is let through at the end.
  ///
  /// @param quiet above zero
  /// @throws IllegalArgumentException if it is not
  public Flow<T> debounce(Duration quiet) {
    long nanos = Clock.positive("quiet", quiet);
    return new Flow<>(Apart.debounce(claim(), nanos));
  }

  /// Lets the newest element of each period through, at the period's end. The last one is let
  /// through at the end.
  ///
  /// @param period above zero
  /// @throws IllegalArgumentException if it is not
  public Flow<T> sample(Duration period) {
    long nanos = Clock.positive("period", period);
    return new Flow<>(Apart.sample(claim(), nanos));
  }

  /// Fails with [dev.treadle.TaskTimeoutException] if an element does not come within so long after
  /// it was asked for.
  ///
  /// @param limit above zero
  /// @throws IllegalArgumentException if it is not
  public Flow<T> timeoutEach(Duration limit) {
    Clock.positive("limit", limit);
    return behind("timeoutEach", before -> new Timing.Limiting<>(before, limit));
  }

  // --- Failures

  /// Goes on with another flow if what stands before it fails with an [Exception].
  ///
  /// @param otherwise makes it from the failure; throws that, or another, if there is none; another
  ///   has the failure suppressed in it
  public Flow<T> onError(Step<? super Exception, ? extends Flow<? extends T>, ?> otherwise) {
    Objects.requireNonNull(otherwise, "otherwise");
    return new Flow<>(
        new Recovering.OnError<>(claim(), failure -> claim(otherwise.apply(failure))));
  }

  /// Runs what stands before it again if it fails with an [Exception], at once. It begins from the
  /// beginning, and what came before the failure comes again.
  ///
  /// @param attempts how often it is run at most, above zero
  /// @throws IllegalArgumentException if that is not so
  public Flow<T> retry(int attempts) {
    return retry(attempts, _ -> true, _ -> Duration.ZERO);
  }

  /// Runs what stands before it again if it fails with such an exception; see [#retry(int)].
  ///
  /// @param attempts how often it is run at most, above zero
  /// @param when whether it is worth another attempt
  /// @param delay how long to wait after the first, second, ... attempt
  /// @throws IllegalArgumentException if the number of attempts is not above zero
  public Flow<T> retry(
      int attempts, Predicate<? super Exception> when, IntFunction<Duration> delay) {
    positive("attempts", attempts);
    Objects.requireNonNull(when, "when");
    Objects.requireNonNull(delay, "delay");
    return new Flow<>(new Recovering.Retry<>(claim(), new Recovering.Again(attempts, when, delay)));
  }

  // --- Sinks

  /// Does something with each element.
  ///
  /// @throws X what the function throws
  /// @throws TaskFailedException if the source or an operator fails
  /// @throws Cancelled if the calling task is cancelled
  public <X extends Exception> void forEach(Each<? super T, X> each) throws X {
    Objects.requireNonNull(each, "each");
    Drive.<T, X>toEnd(
        claim(),
        element -> {
          each.accept(element);
          return true;
        });
  }

  /// Collects the elements, as streams do.
  ///
  /// @throws TaskFailedException if the source or an operator fails
  /// @throws Cancelled if the calling task is cancelled
  public <A extends @Nullable Object, R extends @Nullable Object> R collect(
      Collector<? super T, A, R> collector) {
    var accumulator = collector.accumulator();
    var collected = collector.supplier().get();
    this.<RuntimeException>forEach(element -> accumulator.accept(collected, element));
    return collector.finisher().apply(collected);
  }

  /// Returns all elements in order. The list cannot be changed.
  ///
  /// @throws TaskFailedException if the source or an operator fails
  /// @throws Cancelled if the calling task is cancelled
  public List<T> toList() {
    var elements = new ArrayList<T>();
    this.<RuntimeException>forEach(elements::add);
    return Collections.unmodifiableList(elements);
  }

  /// Returns the first element, and does not ask for another.
  ///
  /// @throws TaskFailedException if the source or an operator fails
  /// @throws Cancelled if the calling task is cancelled
  public Optional<T> first() {
    var found = new ArrayList<T>(1);
    Drive.<T, RuntimeException>toEnd(
        claim(),
        element -> {
          found.add(element);
          return false;
        });
    return found.stream().findFirst();
  }

  /// Joins all elements to one, or to none if there are none.
  ///
  /// @throws TaskFailedException if the source or an operator fails
  /// @throws Cancelled if the calling task is cancelled
  public Optional<T> reduce(BinaryOperator<T> join) {
    Objects.requireNonNull(join, "join");
    var result = new ArrayList<T>(1);
    this.<RuntimeException>forEach(element -> {
      if (result.isEmpty()) {
        result.add(element);
      } else {
        result.set(0, join.apply(result.getFirst(), element));
      }
    });
    return result.stream().findFirst();
  }

  /// Joins all elements to a result.
  ///
  /// @param initial the result if there are none
  /// @throws TaskFailedException if the source or an operator fails
  /// @throws Cancelled if the calling task is cancelled
  public <R extends @Nullable Object> R reduce(
      R initial, BiFunction<? super R, ? super T, ? extends R> join) {
    Objects.requireNonNull(join, "join");
    var result = new ArrayList<R>(Collections.singletonList(initial));
    this.<RuntimeException>forEach(
        element -> result.set(0, join.apply(result.getFirst(), element)));
    return result.getFirst();
  }

  /// Sends all elements into a channel, which stays open.
  ///
  /// @throws ChannelClosedException if the channel is closed before that
  /// @throws TaskFailedException if the source or an operator fails
  /// @throws Cancelled if the calling task is cancelled
  public void into(SendChannel<? super T> channel) {
    Objects.requireNonNull(channel, "channel");
    this.<RuntimeException>forEach(channel::send);
  }

  // --- In somebody else's hands

  /// Sets the flow to work for a `for` loop, which is inside a try-with-resources block.
  ///
  /// {@snippet class=dev.treadle.flow.FlowSnippets region=open lang=java}
  ///
  /// @throws TaskFailedException if the source cannot be opened
  /// @throws IllegalStateException if the flow starts tasks and the caller is none: they would have
  ///   no owner
  public Cursor<T> open() {
    return FlowCursor.open(claim());
  }

  /// Sets the flow to work as a sequential stream. It must be closed, as the cursor behind it.
  ///
  /// @throws TaskFailedException if the source cannot be opened
  /// @throws IllegalStateException if the flow starts tasks and the caller is none
  public Stream<T> toStream() {
    return FlowCursor.open(claim()).toStream();
  }

  /// Returns the flow as a publisher of reactive streams for one subscriber. It makes one element
  /// ahead of what is requested.
  ///
  /// The flow runs in a task of the group from when somebody subscribes. Its failure goes to the
  /// subscriber, as it was thrown; if the group is cancelled, so does [Cancelled].
  public Publisher<T> asPublisher(TaskGroup owner) {
    Objects.requireNonNull(owner, "owner");
    return new Publishing<>(claim(), owner);
  }

  /// Returns its operators from the source on, such as `generate.map.buffer`.
  @Override
  public String toString() {
    return stage.toString();
  }

  /// A flow at work in the hands of who opened it.
  ///
  /// Whoever leaves the loop early leaves the flow where it is; another loop goes on from there.
  /// Closing cancels what is at work, awaits it, and closes the source. One that nobody closes is
  /// reported as a leaked resource ([dev.treadle.monitor.Lint#LEAKED_RESOURCE]); if the flow has
  /// tasks, the block that opened it fails.
  ///
  /// It is for one thread. A step that throws [Cancelled] has taken nothing and may be repeated, as
  /// when a timeout around it is over; an element that an operator was at work on by then is lost.
  ///
  /// @param <T> the elements
  public interface Cursor<T> extends Iterable<T>, AutoCloseable {

    /// Returns the elements that are left, always by the same iterator. Its steps throw
    /// [TaskFailedException] if the source or an operator fails, and [Cancelled] if the calling
    /// task is cancelled.
    @Override
    Iterator<T> iterator();

    /// Ends the flow. Closing again does nothing.
    ///
    /// @throws TaskFailedException if something could not be closed
    @Override
    void close();
  }
}
