// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.arch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Rule 9. The compiler writes handlers of {@code Throwable} itself, for try-with-resources and for
 * record patterns; they are told by what they do.
 */
final class CatchRules {
  private static final Set<String> BROAD =
      Set.of("java/lang/Exception", "java/lang/RuntimeException", "java/lang/Throwable");

  /** Longer than the compiler's own handlers. */
  private static final int HANDLER = 14;

  private CatchRules() {}

  static ArchRule noBroadCatch() {
    return classes()
        .should(Conditions.none("catch what they can handle", CatchRules::broadCatches))
        .because("a broad catch hides bugs; only the two boundaries may turn them into an answer");
  }

  private static Stream<String> broadCatches(JavaClass type) {
    return ByteCode.of(type)
        .methods()
        .flatMap(
            method ->
                method.code().exceptionHandlers().stream()
                    .filter(handler -> isBroad(method, handler))
                    .map(
                        handler ->
                            "%s.%s catches %s"
                                .formatted(type.getName(), method.name(), caught(handler))))
        .distinct();
  }

  private static boolean isBroad(ByteCode.Method method, ExceptionCatch handler) {
    String caught = caught(handler);
    return BROAD.contains(caught)
        && !(caught.equals("java/lang/Throwable") && isCompilersOwn(method, handler));
  }

  private static String caught(ExceptionCatch handler) {
    return handler.catchType().map(entry -> entry.asInternalName()).orElse("");
  }

  private static boolean isCompilersOwn(ByteCode.Method method, ExceptionCatch handler) {
    return method.from(handler.handler(), HANDLER).stream()
        .anyMatch(
            instruction ->
                switch (instruction) {
                  case InvokeInstruction call -> call.name().stringValue().equals("addSuppressed");
                  case NewObjectInstruction made ->
                      made.className().asInternalName().equals("java/lang/MatchException");
                  default -> false;
                });
  }
}
