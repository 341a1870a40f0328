package dev.treadle.test.agent;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.InterfaceMethodRefEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.instruction.ArrayLoadInstruction;
import java.lang.classfile.instruction.ArrayStoreInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Rewrites a class under test: its clock reads, and the places where another thread may run first.
///
/// Switch points come before every call into `java.util.concurrent`, by whatever interface, every
/// `VarHandle` operation, every lock of a monitor, and every `notify`; a `synchronized` method has
/// its own at its beginning, because its caller does not know that it locks: before the lock, for
/// which [LockedBody] changes the method, or after it if the class was loaded before the agent.
/// Race points come before every field and array access, in the packages named by the user.
/// Constructors and class initialisers have neither: what they build is not shared yet, and a class
/// is initialised in the first run only, which would make it differ from all later ones.
final class UserCode extends Rewrite {

  private static final MethodTypeDesc VOID = MethodTypeDesc.of(ConstantDescs.CD_void);
  private static final byte MONITORENTER = (byte) Opcode.MONITORENTER.bytecode();

  private static final MethodTypeDesc RACE_POINT =
      MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int);
  private static final String JACOCO = "$jacoco";

  private static final MethodTypeDesc COLLECTION_CALL =
      MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_Object);
  private static final Set<String> WAITS = Set.of("()V", "(J)V", "(JI)V");

  private final ClassDesc type;
  private final boolean racePoints;
  private final boolean asLoaded;
  private final int number; // of the class, for its race points
  private final boolean jacoco;
  private @Nullable Instruction previous;
  private @Nullable LockedBody locked; // in a method that was `synchronized`
  private @Nullable Label initializer; // where the class initialiser begins

  /// @param asLoaded whether the class may get another form than it has in its file, and not only
  ///   other code: the JVM allows that when it loads a class and never after
  UserCode(ClassModel model, boolean racePoints, boolean asLoaded) {
    this.type = model.thisClass().asSymbol();
    this.racePoints = racePoints;
    this.asLoaded = asLoaded && model.majorVersion() >= ClassFile.JAVA_6_VERSION;
    this.jacoco = model.methods().stream().anyMatch(UserCode::isJacocos);
    this.number = racePoints ? RacePoints.numberOf(model.thisClass().asInternalName()) : -1;
  }

  /// Returns whether a class can have anything to rewrite but race points: a quick look at its
  /// constants, which most classes do not pass.
  static boolean isConcerned(ClassModel model, byte[] bytes) {
    for (var entry : model.constantPool()) {
      if ((entry instanceof ClassEntry type && isConcurrent(type.asInternalName()))
          || (entry instanceof MemberRefEntry member && isOfInterest(member))
          || (entry instanceof InterfaceMethodRefEntry method && isCollection(method))) {
        return true;
      }
    }
    return model.methods().stream().anyMatch(m -> isSynchronized(m) || isInitializer(m))
        || (contains(bytes, MONITORENTER) && hasMonitors(model));
  }

  /// Returns whether a class gets another form when it is loaded.
  static boolean isReshaped(ClassModel model) {
    return model.methods().stream().anyMatch(UserCode::isSynchronized);
  }

  /// `$jacocoInit` is no user code: where it locks or looks, depends on whether coverage is taken.
  @Override
  boolean isRewritten(MethodModel method) {
    return super.isRewritten(method) && !isJacocos(method);
  }

  private static boolean isJacocos(MethodModel method) {
    return method.methodName().stringValue().startsWith(JACOCO);
  }

  @Override
  int flags(MethodModel method) {
    int flags = method.flags().flagsMask();
    return asLoaded ? flags & ~ClassFile.ACC_SYNCHRONIZED : flags;
  }

  @Override
  void enter(MethodModel method, CodeBuilder code) {
    previous = null;
    locked = null;
    if (isSynchronized(method)) {
      LockedBody.emitFirstLine(method, code);
      code.invokestatic(HookClass.NAME, "switchPoint", VOID);
      locked = asLoaded ? LockedBody.open(method, type, code) : null;
      markChanged();
    } else if (isInitializer(method)) {
      initializer = code.newBoundLabel();
      code.invokestatic(HookClass.NAME, "initializing", VOID);
      markChanged();
    }
  }

  /// However a class initialiser ends, the simulation is told.
  @Override
  void leave(MethodModel method, CodeBuilder code) {
    if (locked != null) {
      locked.close(code);
    }
    if (isInitializer(method) && initializer != null) {
      var end = code.newBoundLabel();
      code.invokestatic(HookClass.NAME, "initialized", VOID).athrow();
      code.exceptionCatchAll(initializer, end, end);
    }
  }

  private static boolean isInitializer(MethodModel method) {
    return method.methodName().equalsString("<clinit>");
  }

  private static boolean isSynchronized(MethodModel method) {
    return method.flags().has(AccessFlag.SYNCHRONIZED);
  }

  @Override
  void rewrite(MethodModel method, CodeBuilder code, CodeElement element) {
    if (locked != null) {
      if (element instanceof ReturnInstruction end) {
        locked.emitReturn(end, code);
        return;
      }
      if (element instanceof Instruction) {
        locked.extend();
      }
    }
    if (rewriteClock(code, element)) {
      return;
    }
    if (!method.methodName().stringValue().startsWith("<")) {
      addPoint(code, element);
    } else if (isInitializer(method) && element instanceof ReturnInstruction) {
      code.invokestatic(HookClass.NAME, "initialized", VOID);
    }
    if (element instanceof InvokeInstruction call && isWait(call)) {
      code.invokestatic(
          HookClass.NAME,
          "awaitNotify",
          call.typeSymbol().insertParameterTypes(0, ConstantDescs.CD_Object));
      markChanged();
      return;
    }
    if (isSpinWait(element)) {
      code.invokestatic(HookClass.NAME, "spinWait", VOID);
      markChanged();
    }
    code.with(element);
    if (element instanceof Instruction instruction) {
      previous = instruction;
    }
  }

  private void addPoint(CodeBuilder code, CodeElement element) {
    if (element instanceof InvokeInstruction call
        && call.opcode() == Opcode.INVOKEINTERFACE
        && isCollection(call.method())) {
      addCollectionPoint(code, call);
    } else if (isSwitchPoint(element)) {
      code.invokestatic(HookClass.NAME, "switchPoint", VOID);
      markChanged();
    } else if (racePoints && isSharedAccess(element) && !isJacocoProbe(element)) {
      code.loadConstant(number).invokestatic(HookClass.NAME, "racePoint", RACE_POINT);
      markChanged();
    }
  }

  /// A `ConcurrentHashMap` is most often called through `Map`, so only the call itself shows what
  /// it is: the arguments step aside for a look at the receiver.
  private void addCollectionPoint(CodeBuilder code, InvokeInstruction call) {
    var kinds =
        call.typeSymbol().parameterList().stream().map(TypeKind::from).toArray(TypeKind[]::new);
    var locals = new int[kinds.length];
    for (int i = kinds.length - 1; i >= 0; i--) {
      locals[i] = code.allocateLocal(kinds[i]);
      code.storeLocal(kinds[i], locals[i]);
    }
    code.dup().invokestatic(HookClass.NAME, "collectionCall", COLLECTION_CALL);
    for (int i = 0; i < kinds.length; i++) {
      code.loadLocal(kinds[i], locals[i]);
    }
    markChanged();
  }

  private static boolean isCollection(MemberRefEntry method) {
    var owner = method.owner().asInternalName();
    return owner.equals("java/lang/Iterable")
        || (owner.startsWith("java/util/") && owner.indexOf('/', "java/util/".length()) < 0);
  }

  private static boolean isSwitchPoint(CodeElement element) {
    return switch (element) {
      case MonitorInstruction monitor -> monitor.opcode() == Opcode.MONITORENTER;
      case InvokeInstruction call ->
          isConcurrent(call.owner().asInternalName()) || isNotify(call.name().stringValue());
      default -> false;
    };
  }

  private static boolean isWait(InvokeInstruction call) {
    return call.opcode() == Opcode.INVOKEVIRTUAL
        && call.name().equalsString("wait")
        && WAITS.contains(call.type().stringValue());
  }

  private static boolean isSpinWait(CodeElement element) {
    return element instanceof InvokeInstruction call
        && call.name().equalsString("onSpinWait")
        && call.owner().name().equalsString("java/lang/Thread");
  }

  private static boolean isSharedAccess(CodeElement element) {
    return element instanceof FieldInstruction
        || element instanceof ArrayLoadInstruction
        || element instanceof ArrayStoreInstruction;
  }

  /// JaCoCo marks a line as run by storing `true` into an array of its own: that is nobody's shared
  /// state.
  private boolean isJacocoProbe(CodeElement element) {
    if (element instanceof FieldInstruction field) {
      return field.name().stringValue().startsWith(JACOCO);
    }
    return jacoco
        && element instanceof ArrayStoreInstruction store
        && store.opcode() == Opcode.BASTORE
        && previous != null
        && previous.opcode() == Opcode.ICONST_1;
  }

  private static boolean isConcurrent(String owner) {
    return owner.startsWith("java/util/concurrent/") || owner.equals("java/lang/invoke/VarHandle");
  }

  private static boolean isOfInterest(MemberRefEntry member) {
    var name = member.name().stringValue();
    return name.equals("nanoTime")
        || name.equals("currentTimeMillis")
        || name.equals("onSpinWait")
        || name.equals("wait")
        || isNotify(name);
  }

  private static boolean isNotify(String name) {
    return name.equals("notify") || name.equals("notifyAll");
  }

  private static boolean contains(byte[] bytes, byte value) {
    for (byte b : bytes) {
      if (b == value) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasMonitors(ClassModel model) {
    return model.methods().stream()
        .flatMap(method -> method.code().stream())
        .flatMap(code -> code.elementStream())
        .anyMatch(MonitorInstruction.class::isInstance);
  }
}
