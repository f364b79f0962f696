// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.arch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** Rule 16, the half of rule 17 that class files show, and names. */
final class StyleRules {
  private static final Pattern PATTERN_NAME =
      Pattern.compile("(Abstract|Base).+|.+(Utils?|Helper|Manager|Impl|Base)");

  private StyleRules() {}

  static List<ArchRule> all() {
    return List.of(
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS,
        NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING,
        NO_CLASSES_SHOULD_USE_FIELD_INJECTION,
        NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS);
  }

  static ArchRule packagesAreNullMarked() {
    return classes()
        .should(
            Conditions.none(
                "be in a package with @NullMarked",
                type ->
                    type.getPackage().isAnnotatedWith(NullMarked.class)
                        ? Stream.empty()
                        : Stream.of(
                            "package %s has no package-info.java with @NullMarked"
                                .formatted(type.getPackageName()))));
  }

  static ArchRule noPatternNames() {
    return classes()
        .should(
            Conditions.none(
                "be named for what they are, not for a pattern",
                type ->
                    isPatternName(type)
                        ? Stream.of(type.getName() + " is named for a pattern")
                        : Stream.empty()));
  }

  private static boolean isPatternName(JavaClass type) {
    return PATTERN_NAME.matcher(type.getSimpleName()).matches();
  }
}
