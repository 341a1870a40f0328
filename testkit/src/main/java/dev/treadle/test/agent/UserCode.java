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
import java.lang.classfile.constantpool.MethodRefEntry;
import java.lang.classfile.instruction.ArrayLoadInstruction;
import java.lang.classfile.instruction.ArrayStoreInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Rewrites a class under test: its clock reads, and the places where another thread may run first.
///
/// Switch points come before every call into `java.util.concurrent`, by whatever interface or
/// method reference or class derived from it, every call of the old collections that lock
/// themselves, every `VarHandle` operation, every lock of a monitor, and every `notify`; a
/// `synchronized` method has its own at its beginning, because its caller does not know that it
/// locks: before the lock, for which [LockedBody] changes the method, or after it if the class was
/// loaded before the agent. Race points come before every field and array access, in the packages
/// named by the user. Constructors and class initialisers have neither: what they build is not
/// shared yet, and a class is initialised in the first run only, which would make it differ from
/// all later ones.
final class UserCode extends Rewrite {

  private static final MethodTypeDesc VOID = MethodTypeDesc.of(ConstantDescs.CD_void);
  private static final byte MONITORENTER = (byte) Opcode.MONITORENTER.bytecode();

  private static final MethodTypeDesc RACE_POINT =
      MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int);
  private static final String JACOCO = "$jacoco";

  private static final MethodTypeDesc COLLECTION_CALL =
      MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_Object);
  private static final ClassDesc LAMBDAS = ClassDesc.of("java.lang.invoke.LambdaMetafactory");
  private static final String CONCURRENT = "java/util/concurrent/";

  /// Classes elsewhere that are made for use by several threads.
  private static final Set<String> SHARED =
      Set.of(
          "java/lang/StringBuffer",
          "java/lang/invoke/VarHandle",
          "java/util/Hashtable",
          "java/util/Properties",
          "java/util/Stack",
          "java/util/Vector");

  private static final Set<String> WAITS = Set.of("()V", "(J)V", "(JI)V");

  private final ClassDesc type;
  private final boolean racePoints;
  private final boolean asLoaded;
  private final Predicate<String> isConcurrent;
  private final int number; // of the class, for its race points
  private final boolean jacoco;
  private @Nullable Instruction previous;
  private @Nullable LockedBody locked; // in a method that was `synchronized`
  private @Nullable Label initializer; // where the class initialiser begins

  /// @param asLoaded whether the class may get another form than it has in its file, and not only
  ///   other code: the JVM allows that when it loads a class and never after
  /// @param isConcurrent whether calls of a class, by its internal name, are switch points
  UserCode(ClassModel model, boolean racePoints, boolean asLoaded, Predicate<String> isConcurrent) {
    this.isConcurrent = isConcurrent;
    this.type = model.thisClass().asSymbol();
    this.racePoints = racePoints;
    this.asLoaded = asLoaded && model.majorVersion() >= ClassFile.JAVA_6_VERSION;
    this.jacoco = model.methods().stream().anyMatch(UserCode::isJacocos);
    this.number = racePoints ? RacePoints.numberOf(model.thisClass().asInternalName()) : -1;
  }

  /// Returns whether a class can have anything to rewrite but race points: a quick look at its
  /// constants, which most classes do not pass.
  static boolean isConcerned(ClassModel model, byte[] bytes, Predicate<String> isConcurrent) {
    for (var entry : model.constantPool()) {
      if ((entry instanceof ClassEntry type && isConcurrent(type.asInternalName()))
          || (entry instanceof MethodRefEntry method
              && isConcurrent.test(method.owner().asInternalName()))
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
    if (rewriteClock(code, element) || rewriteReference(code, element)) {
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
    return isCollection(method.owner().asInternalName());
  }

  private static boolean isCollection(String owner) {
    return owner.equals("java/lang/Iterable")
        || (owner.startsWith("java/util/") && owner.indexOf('/', "java/util/".length()) < 0);
  }

  private boolean isSwitchPoint(CodeElement element) {
    return switch (element) {
      case MonitorInstruction monitor -> monitor.opcode() == Opcode.MONITORENTER;
      case InvokeInstruction call -> isConcurrentCall(call) || isNotify(call.name().stringValue());
      default -> false;
    };
  }

  /// To make a `Vector` is no use of it by several threads.
  private boolean isConcurrentCall(InvokeInstruction call) {
    var owner = call.owner().asInternalName();
    return call.name().equalsString("<init>")
        ? owner.startsWith(CONCURRENT)
        : isConcurrent.test(owner);
  }

  private boolean isConcurrentReference(ConstantDesc argument) {
    if (!(argument instanceof DirectMethodHandleDesc method)
        || !method.owner().isClassOrInterface()) {
      return false;
    }
    var owner = method.owner().descriptorString();
    var name = owner.substring(1, owner.length() - 1);
    return switch (method.kind()) {
      case STATIC, INTERFACE_STATIC, VIRTUAL -> isConcurrent.test(name);
      case INTERFACE_VIRTUAL -> isConcurrent.test(name) || isCollection(name);
      default -> false;
    };
  }

  /// Lets [HookReferences] link a reference to a method whose calls are switch points.
  private boolean rewriteReference(CodeBuilder code, CodeElement element) {
    if (!(element instanceof InvokeDynamicInstruction call)
        || !call.bootstrapMethod().methodName().equals("metafactory")
        || !call.bootstrapMethod().owner().equals(LAMBDAS)
        || !isConcurrentReference(call.bootstrapArgs().get(1))) {
      return false;
    }
    var bootstrap =
        MethodHandleDesc.ofMethod(
            DirectMethodHandleDesc.Kind.STATIC,
            HookClass.REFERENCES,
            "metafactory",
            call.bootstrapMethod().invocationType());
    code.invokedynamic(
        DynamicCallSiteDesc.of(
            bootstrap,
            call.name().stringValue(),
            call.typeSymbol(),
            call.bootstrapArgs().toArray(ConstantDesc[]::new)));
    markChanged();
    return true;
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

  /// Returns whether calls of one of the JDK's classes are switch points, by its internal name.
  static boolean isConcurrent(String owner) {
    return owner.startsWith(CONCURRENT) || SHARED.contains(owner);
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
