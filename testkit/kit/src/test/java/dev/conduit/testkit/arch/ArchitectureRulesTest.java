// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.arch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArchitectureRulesTest {
  private static final String HERE = "dev.conduit.testkit.arch.";
  private static final DocRules DOCS = new DocRules(Path.of("src/test/java"));

  private final JavaClasses broken = load("broken");
  private final JavaClasses clean = load("clean");

  /** Each rule, and what it must say of the broken classes, one part of a sentence a violation. */
  static List<Arguments> rules() {
    return List.of(
        rule("2", PackageRules.only(HERE + "broken", HERE + "none.."), "clean.Shape"),
        rule("5 time", PurityRules.noAmbientValues(), "Instant.now()", "UUID.randomUUID()"),
        rule("5 files", PurityRules.noInputOrOutput(), "java.nio.file.Files", "java.nio.file.Path"),
        rule("6 fields", PurityRules.fieldsAreFinal(), "BrokenManager.name"),
        rule("6 statics", PurityRules.noMutableStatics(), "BrokenManager.SHARED"),
        rule("6 locks", PurityRules.noThreadsOrLocks(), "all()", "some has a synchronized"),
        rule("7", TypeRules.optionalOnlyReturned(), "rename(", "BrokenManager.name"),
        rule("8", TypeRules.noNullableReturns(), "orNull()"),
        rule(
            "9",
            CatchRules.noBroadCatch(),
            "swallowed catches java/lang/RuntimeException",
            "swallowedAll catches java/lang/Throwable"),
        rule("12 permits", TypeRules.sealedTypesPermitRecords(), "Open$Case"),
        rule("12 default", SwitchRules.noDefaultOnSealedTypes(), "kind has a default"),
        rule("17 javadoc", DOCS.publicTypes(), "BrokenManager has no javadoc"),
        rule("names", StyleRules.noPatternNames(), "BrokenManager"));
  }

  private static Arguments rule(String name, ArchRule rule, String... said) {
    return Arguments.of(name, rule, List.of(said));
  }

  @ParameterizedTest(name = "rule {0}")
  @MethodSource("rules")
  void evaluate_brokenClasses_findsJustWhatIsBroken(String name, ArchRule rule, List<String> said) {
    List<String> details = rule.evaluate(broken).getFailureReport().getDetails();

    assertThat(said)
        .as("rule %s said %s", name, details)
        .allSatisfy(part -> assertThat(details).anyMatch(detail -> detail.contains(part)));
    assertThat(details)
        .as("rule %s", name)
        .allMatch(detail -> said.stream().anyMatch(detail::contains));
  }

  @ParameterizedTest(name = "rule {0}")
  @MethodSource("rules")
  void evaluate_cleanClasses_findsNothing(String name, ArchRule rule) {
    ArchRule applied = name.equals("2") ? PackageRules.only(HERE + "clean", HERE + "none..") : rule;

    assertThat(applied.evaluate(clean).getFailureReport().getDetails()).isEmpty();
  }

  @Test
  void noCycles_twoPackagesThatSeeEachOther_fails() {
    assertThat(PackageRules.noCycles().evaluate(load("siblings")).hasViolation()).isTrue();
    assertThat(PackageRules.noCycles().evaluate(clean).hasViolation()).isFalse();
  }

  @Test
  void flow_lowerSeesUpper_failsForTheLower() {
    List<Rule> rules = PackageRules.flow(HERE + "siblings", List.of("two", "one", "wiring"));

    assertThat(rules)
        .extracting(rule -> rule.rule().evaluate(load("siblings")).hasViolation())
        .containsExactly(true, false);
  }

  @Test
  void siblingsApart_wiringSeesAll_onlyTheOthersFail() {
    ArchRule rule = PackageRules.siblingsApart(HERE + "siblings", Set.of("wiring"), Set.of());

    assertThat(rule.evaluate(load("siblings")).getFailureReport().getDetails())
        .isNotEmpty()
        .noneMatch(detail -> detail.contains("Wiring"));
  }

  @Test
  void packages_noPackageInfo_fails() {
    JavaClasses undocumented = load("undocumented");

    assertThat(DOCS.packages().evaluate(undocumented).hasViolation()).isTrue();
    assertThat(StyleRules.packagesAreNullMarked().evaluate(undocumented).hasViolation()).isTrue();
    assertThat(DOCS.packages().evaluate(clean).hasViolation()).isFalse();
    assertThat(StyleRules.packagesAreNullMarked().evaluate(clean).hasViolation()).isFalse();
  }

  @Test
  void of_noSuchPackage_fails() {
    assertThatThrownBy(() -> ModuleRules.of("dev.conduit.nowhere"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("dev.conduit.nowhere");
  }

  @Test
  void except_classThatIsNotThere_fails() {
    assertThatThrownBy(
            () -> ModuleRules.of("dev.conduit.testkit").except(9, "gone", "dev.conduit.Gone"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("dev.conduit.Gone");
  }

  @Test
  void except_noReason_isRefused() {
    assertThatThrownBy(() -> ModuleRules.of("dev.conduit.testkit").except(9, " "))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static JavaClasses load(String name) {
    return new ClassFileImporter().importPackages(HERE + name);
  }
}
