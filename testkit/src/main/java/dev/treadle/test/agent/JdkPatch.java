package dev.treadle.test.agent;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/// Rewrites a class of the JDK: its clock reads, and the few methods listed here.
final class JdkPatch extends Rewrite {

  private static final MethodTypeDesc VOID = MethodTypeDesc.of(ConstantDescs.CD_void);

  private static final String FUTURE = "java/util/concurrent/CompletableFuture";
  private static final ClassDesc THREAD = ClassDesc.of("java.lang.Thread");
  private static final ClassDesc RANDOM = ClassDesc.of("java.util.Random");
  private static final ClassDesc POOL = ClassDesc.of("java.util.concurrent.ForkJoinPool");
  private static final ClassDesc TASK = ClassDesc.of("java.util.concurrent.ForkJoinTask");

  private static final MethodTypeDesc LONG_TO_LONG =
      MethodTypeDesc.of(ConstantDescs.CD_long, ConstantDescs.CD_long);
  private static final MethodTypeDesc DIES_OF =
      MethodTypeDesc.of(ConstantDescs.CD_boolean, THREAD, ConstantDescs.CD_Throwable);

  private final String name;

  private JdkPatch(String name) {
    this.name = name;
  }

  static JdkPatch of(String name) {
    return new JdkPatch(name);
  }

  @Override
  void enter(MethodModel method, CodeBuilder code) {
    switch (name + "." + method.methodName().stringValue()) {
      case "java/time/Clock.currentInstant" ->
          returnUnlessNull(code, "currentInstant", ClassDesc.of("java.time.Instant"));
      case "java/util/UUID.randomUUID" ->
          returnUnlessNull(code, "randomUUID", ClassDesc.of("java.util.UUID"));
      case "java/lang/Math.random" -> returnIfSimulated(code, "random", ConstantDescs.CD_double);
      case "java/util/Random.seedUniquifier" ->
          returnIfSimulated(code, "seedUniquifier", ConstantDescs.CD_long);
      case "java/lang/Thread.start" -> tell(code, "starts", THREAD);
      case "java/lang/Thread.dispatchUncaughtException" -> returnIfHeard(code);
      case "java/util/concurrent/ForkJoinPool.poolSubmit",
          "java/util/concurrent/ForkJoinPool.externalSubmissionQueue",
          "java/util/concurrent/ForkJoinPool.scheduleDelayedTask" ->
          tell(code, "handsWorkTo", POOL);
      default -> {}
    }
  }

  private void tell(CodeBuilder code, String hook, ClassDesc receiver) {
    code.aload(0)
        .invokestatic(HookClass.NAME, hook, MethodTypeDesc.of(ConstantDescs.CD_void, receiver));
    markChanged();
  }

  private void returnIfHeard(CodeBuilder code) {
    var proceed = code.newLabel();
    code.aload(0).aload(1);
    code.invokestatic(HookClass.NAME, "diesOf", DIES_OF);
    code.ifeq(proceed).return_();
    code.labelBinding(proceed);
    markChanged();
  }

  @Override
  void rewrite(MethodModel method, CodeBuilder code, CodeElement element) {
    if (JdkClasses.readsClock(name) && rewriteClock(code, element)) {
      return;
    }
    if (element instanceof InvokeInstruction call && rewriteCall(code, method, call)) {
      markChanged();
      return;
    }
    if (element instanceof ReturnInstruction && isPark(method)) {
      code.invokestatic(HookClass.NAME, "unparked", VOID);
      markChanged();
    }
    code.with(element);
    if (element instanceof InvokeInstruction call && isNewVirtualThreadsId(method, call)) {
      code.invokestatic(HookClass.NAME, "newThreadId", LONG_TO_LONG);
      markChanged();
    }
    if (element instanceof InvokeInstruction call && isTimerOfScope(call)) {
      replaceTop(code, "commonPool", POOL);
    }
    if (element instanceof FieldInstruction field && field.opcode() == Opcode.GETSTATIC) {
      afterRead(code, name + "." + field.name().stringValue());
    }
  }

  /// Puts a simulation's own in place of what all threads of the JVM share.
  private void afterRead(CodeBuilder code, String field) {
    switch (field) {
      case "java/util/Collections.r" -> replaceTop(code, "sharedRandom", RANDOM);
      case "java/util/concurrent/CompletableFuture.ASYNC_POOL",
          "java/util/concurrent/CompletableFuture$DelayedExecutor.ASYNC_POOL" ->
          replaceTop(code, "commonPool", POOL);
      default -> {}
    }
  }

  private void replaceTop(CodeBuilder code, String hook, ClassDesc type) {
    code.invokestatic(HookClass.NAME, hook, MethodTypeDesc.of(type, type));
    markChanged();
  }

  private boolean rewriteCall(CodeBuilder code, MethodModel method, InvokeInstruction call) {
    if (name.equals("java/lang/VirtualThread")
        && method.methodName().equalsString("hashCode")
        && call.name().equalsString("threadId")) {
      code.invokestatic(
          HookClass.NAME, "hashedThreadId", MethodTypeDesc.of(ConstantDescs.CD_long, THREAD));
      return true;
    }
    if (name.startsWith(FUTURE) && call.name().equalsString("scheduleDelayedTask")) {
      delay(code, call);
      return true;
    }
    if (call.name().equalsString("threadId") && JdkClasses.hashesThreads(name)) {
      code.invokestatic(
          HookClass.NAME, "randomThreadId", MethodTypeDesc.of(ConstantDescs.CD_long, THREAD));
      return true;
    }
    if (JdkClasses.isGenerator(name) && call.name().equalsString("getAndAdd")) {
      code.invokestatic(
          HookClass.NAME,
          "nextSeed",
          call.typeSymbol().insertParameterTypes(0, call.owner().asSymbol()));
      return true;
    }
    return false;
  }

  /// A completable future hands its timers to the common pool; a simulation's pool takes them
  /// instead.
  private static void delay(CodeBuilder code, InvokeInstruction call) {
    var common = code.newLabel();
    var done = code.newLabel();
    code.dup2();
    code.invokestatic(
        HookClass.NAME, "isDelayed", MethodTypeDesc.of(ConstantDescs.CD_boolean, POOL, TASK));
    code.ifeq(common).pop2().aconst_null().goto_(done);
    code.labelBinding(common).with(call);
    code.labelBinding(done);
  }

  private boolean isNewVirtualThreadsId(MethodModel method, InvokeInstruction call) {
    return name.equals("java/lang/Thread")
        && method.methodType().equalsString("(Ljava/lang/String;IZ)V")
        && call.owner().name().equalsString("java/lang/Thread$ThreadIdentifiers");
  }

  private boolean isTimerOfScope(InvokeInstruction call) {
    return name.equals("java/util/concurrent/StructuredTaskScopeImpl")
        && call.name().equalsString("commonPool");
  }

  private boolean isPark(MethodModel method) {
    return name.equals("java/util/concurrent/locks/LockSupport")
        && method.methodName().stringValue().startsWith("park");
  }

  private void returnUnlessNull(CodeBuilder code, String hook, ClassDesc type) {
    var proceed = code.newLabel();
    code.invokestatic(HookClass.NAME, hook, MethodTypeDesc.of(type));
    code.dup().ifnull(proceed).areturn();
    code.labelBinding(proceed).pop();
    markChanged();
  }

  private void returnIfSimulated(CodeBuilder code, String hook, ClassDesc type) {
    var proceed = code.newLabel();
    code.invokestatic(HookClass.NAME, "isSimulated", MethodTypeDesc.of(ConstantDescs.CD_boolean));
    code.ifeq(proceed);
    code.invokestatic(HookClass.NAME, hook, MethodTypeDesc.of(type));
    if (type.equals(ConstantDescs.CD_double)) {
      code.dreturn();
    } else {
      code.lreturn();
    }
    code.labelBinding(proceed);
    markChanged();
  }
}
