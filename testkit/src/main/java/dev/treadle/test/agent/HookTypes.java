package dev.treadle.test.agent;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which collections threads may share, by their classes: those of `java.util.concurrent`, those
/// that lock themselves, what is derived from either, and views of them.
///
/// A template like [Hook].
public final class HookTypes extends ClassValue<Boolean> {

  private static final HookTypes SHARED = new HookTypes();

  private static final VarHandle COLLECTION =
      inside("UnmodifiableCollection", "c", Collection.class);
  private static final VarHandle MAP = inside("UnmodifiableMap", "m", Map.class);
  private static final VarHandle SET = inside("SetFromMap", "m", Map.class);

  private HookTypes() {}

  static boolean isShared(@Nullable Object collection) {
    for (Object inner = collection; inner != null; inner = inside(inner)) {
      if (SHARED.get(inner.getClass())) {
        return true;
      }
    }
    return false;
  }

  @Override
  protected Boolean computeValue(Class<?> type) {
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      if (isShared(each.getName())) {
        return true;
      }
      for (var part : each.getInterfaces()) {
        if (isShared(part.getName())) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isShared(String type) {
    return type.startsWith("java.util.concurrent.")
        || type.startsWith("java.util.Collections$Synchronized")
        || type.equals("java.util.Vector")
        || type.equals("java.util.Hashtable");
  }

  /// Returns what a view is of, or `null` if it is none.
  private static @Nullable Object inside(Object view) {
    if (!view.getClass().getName().startsWith("java.util.Collections$")) {
      return null;
    }
    for (var field : new VarHandle[] {COLLECTION, MAP, SET}) {
      if (field.coordinateTypes().getFirst().isInstance(view)) {
        return field.get(view);
      }
    }
    return null;
  }

  private static VarHandle inside(String view, String field, Class<?> type) {
    try {
      var owner = Class.forName("java.util.Collections$".concat(view), false, null);
      return MethodHandles.privateLookupIn(owner, MethodHandles.lookup())
          .findVarHandle(owner, field, type)
          .withInvokeBehavior();
    } catch (ReflectiveOperationException missing) {
      throw new ExceptionInInitializerError(missing);
    }
  }
}
