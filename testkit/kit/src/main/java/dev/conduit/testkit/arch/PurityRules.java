// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.arch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What a pure core never does: rules 5 and 6. */
final class PurityRules {
  /** By class, what must not be called; empty means nothing of it. */
  private static final Map<String, Set<String>> AMBIENT =
      Map.ofEntries(
          Map.entry(
              "java.lang.System",
              Set.of("nanoTime", "currentTimeMillis", "getenv", "getProperty", "exit")),
          Map.entry("java.lang.Math", Set.of("random")),
          Map.entry("java.util.UUID", Set.of("randomUUID")),
          Map.entry("java.util.concurrent.ThreadLocalRandom", Set.of()),
          Map.entry("java.security.SecureRandom", Set.of()),
          Map.entry("java.util.TimeZone", Set.of("getDefault")),
          Map.entry("java.time.ZoneId", Set.of("systemDefault")),
          Map.entry(
              "java.time.Clock",
              Set.of("systemUTC", "systemDefaultZone", "tickSeconds", "tickMillis")));

  private PurityRules() {}

  /** Rule 5. */
  static ArchRule noAmbientValues() {
    return classes()
        .should(
            Conditions.none(
                "take time and randomness as arguments",
                type ->
                    type.getCodeUnitAccessesFromSelf().stream()
                        .filter(PurityRules::isAmbient)
                        .map(JavaAccess::getDescription)))
        .because("the same input must give the same output");
  }

  private static boolean isAmbient(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    String name = access.getName();
    boolean now = owner.startsWith("java.time.") && name.equals("now") && !takesClock(access);
    boolean unseeded =
        (owner.equals("java.util.Random") || owner.equals("java.util.SplittableRandom"))
            && name.equals("<init>")
            && access.getTarget().getFullName().endsWith("()");
    Set<String> names = AMBIENT.get(owner);
    return now || unseeded || (names != null && (names.isEmpty() || names.contains(name)));
  }

  private static boolean takesClock(JavaAccess<?> access) {
    return access.getTarget().getFullName().endsWith("(java.time.Clock)");
  }

  /** Rule 5, for files, sockets and processes. Reading a bundled resource is allowed. */
  static ArchRule noInputOrOutput() {
    return noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.nio.file..", "java.net.http..", "java.sql..", "java.util.logging..")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching(
            "java\\.io\\.(File.*|RandomAccessFile)|java\\.net\\.(.*Socket.*|.*Connection)"
                + "|java\\.lang\\.Process.*")
        .because("adapters do that");
  }

  /** Rule 6. */
  static ArchRule fieldsAreFinal() {
    return fields()
        .should()
        .beFinal()
        .allowEmptyShould(true)
        .because("core computes the next state, adapters hold it");
  }

  /** Rule 6: a final reference to something that changes is still state. */
  static ArchRule noMutableStatics() {
    return classes()
        .should(
            Conditions.none(
                "have no static state",
                type ->
                    type.getFields().stream()
                        .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
                        .filter(PurityRules::isMutable)
                        .map(JavaField::getDescription)));
  }

  private static boolean isMutable(JavaField field) {
    JavaClass type = field.getRawType();
    boolean concrete = !type.isInterface();
    return type.getPackageName().startsWith("java.util.concurrent.atomic")
        || (concrete && type.isAssignableTo(Map.class))
        || (concrete && type.isAssignableTo(Collection.class))
        || type.isEquivalentTo(StringBuilder.class);
  }

  /** Rule 6. */
  static ArchRule noThreadsOrLocks() {
    return classes()
        .should(
            Conditions.none(
                "use no threads, locks or synchronized",
                type ->
                    Stream.concat(
                        type.getDirectDependenciesFromSelf().stream()
                            .filter(dependency -> isConcurrency(dependency.getTargetClass()))
                            .map(dependency -> dependency.getDescription()),
                        synchronisedMethods(type))));
  }

  private static Stream<String> synchronisedMethods(JavaClass type) {
    return Stream.concat(
        type.getMethods().stream()
            .filter(method -> method.getModifiers().contains(JavaModifier.SYNCHRONIZED))
            .map(method -> method.getDescription() + " is synchronized"),
        ByteCode.of(type).methodsWithMonitors().stream()
            .map(method -> type.getName() + "." + method + " has a synchronized block"));
  }

  private static boolean isConcurrency(JavaClass type) {
    String name = type.getName();
    return name.equals("java.lang.Thread")
        || name.startsWith("java.util.concurrent.locks.")
        || name.matches("java\\.util\\.concurrent\\.(.*Executor.*|.*Future.*|ForkJoin.*|.*Queue)");
  }
}
