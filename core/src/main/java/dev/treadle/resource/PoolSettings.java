package dev.treadle.resource;

import dev.treadle.Step;
import dev.treadle.internal.Arguments;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What can be said about a pool when it is opened.
///
/// {@snippet class=dev.treadle.resource.PoolSnippets region=settings lang=java}
///
/// Idle limit, lifetime and the age that asks for a check are kept to within about 20 ms.
///
/// @param name what task trees and messages call it; `null` if it has no name
/// @param minSize how many items it keeps open also while nobody needs them, and opens before
///   [Pool#open(Resource)] returns; none unless said otherwise
/// @param maxSize how many items there are at most, those on their way to being open or closed
///   included; ten unless said otherwise
/// @param idleLimit how long an item beyond `minSize` stays open while nobody needs it; ten minutes
///   unless said otherwise
/// @param lifetime how long an item is lent after it was opened, less a random part of up to a
///   tenth, so that those opened together do not end together; one that is lent just then is closed
///   when it is given back. Half an hour unless said otherwise
/// @param openTimeout how long it may take to open an item; thirty seconds unless said otherwise
/// @param closeGrace how long [Pool#close()] waits for items to be given back before it takes them
///   away; ten seconds unless said otherwise
/// @param check finds out whether an item may still be lent; `null` if none does
/// @param health whether an item that is given back may be lent again; `null` if all may
/// @param <T> the items
public record PoolSettings<T>(
    @Nullable String name,
    int minSize,
    int maxSize,
    Duration idleLimit,
    Duration lifetime,
    Duration openTimeout,
    Duration closeGrace,
    @Nullable Check<? super T> check,
    @Nullable Predicate<? super T> health) {

  /// Checks each of them.
  ///
  /// @throws IllegalArgumentException if a size or a duration is not as it must be
  public PoolSettings {
    Arguments.atLeast("minSize", 0, minSize);
    Arguments.atLeast("maxSize", 1, maxSize);
    Arguments.positive("idleLimit", idleLimit);
    Arguments.positive("lifetime", lifetime);
    Arguments.positive("openTimeout", openTimeout);
    Arguments.notNegative("closeGrace", closeGrace);
  }

  static <T> PoolSettings<T> defaults() {
    return new PoolSettings<>(
        null,
        0,
        10,
        Duration.ofMinutes(10),
        Duration.ofMinutes(30),
        Duration.ofSeconds(30),
        Duration.ofSeconds(10),
        null,
        null);
  }

  /// Returns these settings with a name.
  public PoolSettings<T> withName(String name) {
    return new PoolSettings<>(
        Objects.requireNonNull(name, "name"),
        minSize,
        maxSize,
        idleLimit,
        lifetime,
        openTimeout,
        closeGrace,
        check,
        health);
  }

  /// Returns these settings with so many items that are kept open.
  ///
  /// @throws IllegalArgumentException if it is less than 0
  public PoolSettings<T> withMinSize(int minSize) {
    return new PoolSettings<>(
        name, minSize, maxSize, idleLimit, lifetime, openTimeout, closeGrace, check, health);
  }

  /// Returns these settings with so many items at most.
  ///
  /// @throws IllegalArgumentException if it is less than 1
  public PoolSettings<T> withMaxSize(int maxSize) {
    return new PoolSettings<>(
        name, minSize, maxSize, idleLimit, lifetime, openTimeout, closeGrace, check, health);
  }

  /// Returns these settings with a limit for how long an item stays open while nobody needs it.
  /// More than half a year is for ever.
  ///
  /// @throws IllegalArgumentException if it is not above zero
  public PoolSettings<T> withIdleLimit(Duration idleLimit) {
    return new PoolSettings<>(
        name, minSize, maxSize, idleLimit, lifetime, openTimeout, closeGrace, check, health);
  }

  /// Returns these settings with a limit for how long an item is lent. More than half a year is for
  /// ever.
  ///
  /// @throws IllegalArgumentException if it is not above zero
  public PoolSettings<T> withLifetime(Duration lifetime) {
    return new PoolSettings<>(
        name, minSize, maxSize, idleLimit, lifetime, openTimeout, closeGrace, check, health);
  }

  /// Returns these settings with a bound for opening an item.
  ///
  /// @throws IllegalArgumentException if it is not above zero
  public PoolSettings<T> withOpenTimeout(Duration openTimeout) {
    return new PoolSettings<>(
        name, minSize, maxSize, idleLimit, lifetime, openTimeout, closeGrace, check, health);
  }

  /// Returns these settings with a time that items have to come back when the pool is closed.
  ///
  /// @throws IllegalArgumentException if it is negative
  public PoolSettings<T> withCloseGrace(Duration closeGrace) {
    return new PoolSettings<>(
        name, minSize, maxSize, idleLimit, lifetime, openTimeout, closeGrace, check, health);
  }

  /// Returns these settings with a check of items that were out of use for half a second, which has
  /// five seconds.
  ///
  /// @param test answers whether the item may still be lent; it may wait, and may throw if not
  public PoolSettings<T> withCheck(Step<? super T, Boolean, ?> test) {
    return new PoolSettings<>(
        name,
        minSize,
        maxSize,
        idleLimit,
        lifetime,
        openTimeout,
        closeGrace,
        Check.of(test),
        health);
  }

  /// Returns these settings with a check of items that were out of use for a time.
  ///
  /// @param after how long they were, zero or more: with zero an item is checked each time it is
  ///   lent that was not just given back
  /// @param timeout how long the check has, above zero; an item that takes longer is closed
  /// @param test answers whether the item may still be lent; it may wait, and may throw if not
  ///
  /// @throws IllegalArgumentException if one of the durations is not so
  public PoolSettings<T> withCheck(
      Duration after, Duration timeout, Step<? super T, Boolean, ?> test) {
    return new PoolSettings<>(
        name,
        minSize,
        maxSize,
        idleLimit,
        lifetime,
        openTimeout,
        closeGrace,
        new Check<>(after, timeout, test),
        health);
  }

  /// Returns these settings with a look at each item that is given back.
  ///
  /// @param health answers whether the item may be lent again; it must not wait. If it throws, the
  ///   item is closed
  public PoolSettings<T> withHealth(Predicate<? super T> health) {
    return new PoolSettings<>(
        name,
        minSize,
        maxSize,
        idleLimit,
        lifetime,
        openTimeout,
        closeGrace,
        check,
        Objects.requireNonNull(health, "health"));
  }

  /// Finds out whether an item that was out of use for a while may still be lent, in the task that
  /// is to get it.
  ///
  /// @param after how long it must have been out of use
  /// @param timeout how long the test has
  /// @param test answers whether it may be lent; if it throws, the item is closed
  /// @param <T> the items
  public record Check<T>(Duration after, Duration timeout, Step<? super T, Boolean, ?> test) {

    /// Checks each of them.
    ///
    /// @throws IllegalArgumentException if a duration is not as it must be
    public Check {
      Arguments.notNegative("after", after);
      Arguments.positive("timeout", timeout);
      Objects.requireNonNull(test, "test");
    }

    static <T> Check<T> of(Step<? super T, Boolean, ?> test) {
      return new Check<>(Duration.ofMillis(500), Duration.ofSeconds(5), test);
    }
  }
}
