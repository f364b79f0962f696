// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.arch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How types are built: rules 7, 8 and the first half of 12. */
final class TypeRules {
  private static final Set<String> OPTIONALS =
      Set.of(
          "java.util.Optional",
          "java.util.OptionalInt",
          "java.util.OptionalLong",
          "java.util.OptionalDouble");

  private TypeRules() {}

  /** Rule 7. */
  static ArchRule optionalOnlyReturned() {
    return classes()
        .should(
            Conditions.none(
                "use Optional as return type or record component only",
                type -> Stream.concat(optionalParameters(type), optionalFields(type))));
  }

  private static Stream<String> optionalParameters(JavaClass type) {
    return type.getCodeUnits().stream()
        .filter(unit -> isWritten(unit) && !isRecordConstructor(unit))
        .filter(
            unit ->
                unit.getRawParameterTypes().stream()
                    .anyMatch(parameter -> OPTIONALS.contains(parameter.getName())))
        .map(unit -> unit.getDescription() + " has an Optional parameter");
  }

  private static Stream<String> optionalFields(JavaClass type) {
    return type.isRecord()
        ? Stream.empty()
        : type.getFields().stream()
            .filter(field -> !field.getModifiers().contains(JavaModifier.SYNTHETIC))
            .filter(field -> OPTIONALS.contains(field.getRawType().getName()))
            .map(field -> field.getDescription() + " is an Optional");
  }

  private static boolean isWritten(JavaCodeUnit unit) {
    return !unit.getModifiers().contains(JavaModifier.SYNTHETIC)
        && !unit.getName().startsWith("lambda$");
  }

  private static boolean isRecordConstructor(JavaCodeUnit unit) {
    return unit instanceof JavaConstructor && unit.getOwner().isRecord();
  }

  /** Rule 8, for what other packages can call. */
  static ArchRule noNullableReturns() {
    return classes()
        .should(
            Conditions.none(
                "return no null",
                type ->
                    type.getMethods().stream()
                        .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
                        .filter(TypeRules::isWritten)
                        .filter(TypeRules::returnsNullable)
                        .map(method -> method.getDescription() + " returns a @Nullable")))
        .because("absence is an Optional, an empty collection or a case of its own");
  }

  private static boolean returnsNullable(JavaMethod method) {
    return method.reflect().getAnnotatedReturnType().isAnnotationPresent(Nullable.class);
  }

  /** Rule 12, first half: a case of a sealed type is a record, an enum or sealed again. */
  static ArchRule sealedTypesPermitRecords() {
    return classes()
        .should(
            Conditions.none(
                "permit only values when sealed",
                type -> {
                  Class<?> loaded = type.reflect();
                  return loaded.isSealed()
                      ? Arrays.stream(loaded.getPermittedSubclasses())
                          .filter(permitted -> !isValue(permitted))
                          .map(
                              permitted ->
                                  "%s permits %s, which is no record"
                                      .formatted(type.getName(), permitted.getName()))
                      : Stream.empty();
                }));
  }

  private static boolean isValue(Class<?> type) {
    return type.isRecord() || type.isEnum() || (type.isInterface() && type.isSealed());
  }
}
