// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.api.v1alpha1.block.InferenceBlock;
import dev.conduit.api.v1alpha1.policy.RoutingPolicy;
import io.fabric8.crdv2.generator.CRDGenerationInfo;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The committed CRDs are what the records say. */
class CrdManifestsGeneratedTest {
  private static final Path MANIFESTS = Path.of("../manifests");

  /** The annotation limit of kubectl's client-side apply is 256 KiB; we stay far below it. */
  private static final int MOST_BYTES = 100_000;

  @TempDir static Path generated;

  @BeforeAll
  static void generate() {
    CRDGenerationInfo info =
        new CRDGenerator()
            .customResourceClasses(InferenceBlock.class, RoutingPolicy.class)
            .forCRDVersions("v1")
            .inOutputDir(generated.toFile())
            .withPostProcessor(new SpecRequired())
            .detailedGenerate();
    assertThat(info.numberOfGeneratedCRDs()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"inferenceblocks.conduit.dev", "routingpolicies.conduit.dev"})
  void manifest_equalsWhatIsGenerated(String name) throws IOException {
    String fresh = CrdReference.tidy(Files.readString(generated.resolve(name + "-v1.yml")));
    Path committed = MANIFESTS.resolve(name + ".yaml");
    if (Boolean.getBoolean("conduit.golden.update")) {
      Files.writeString(committed, fresh);
    }
    assertThat(Files.readString(committed))
        .as("crds/manifests/%s.yaml differs from the records; run `make generate`", name)
        .isEqualTo(fresh);
    assertThat(fresh.length()).isLessThan(MOST_BYTES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"inferenceblock", "routingpolicy"})
  void reference_equalsWhatIsGenerated(String kind) throws IOException {
    String name = kind.equals("inferenceblock") ? "inferenceblocks" : "routingpolicies";
    String fresh =
        CrdReference.markdown(Files.readString(generated.resolve(name + ".conduit.dev-v1.yml")));
    Path committed = Path.of("../../docs/reference").resolve(kind + ".md");
    if (Boolean.getBoolean("conduit.golden.update")) {
      Files.createDirectories(committed.getParent());
      Files.writeString(committed, fresh);
    }
    assertThat(Files.readString(committed))
        .as("docs/reference/%s.md differs from the records; run `make generate`", kind)
        .isEqualTo(fresh);
  }

  /** A resource without a spec means nothing; the generator has no annotation that says so. */
  private static final class SpecRequired implements CRDPostProcessor {
    @Override
    public HasMetadata process(HasMetadata crd, String version) {
      ((CustomResourceDefinition) crd)
          .getSpec()
          .getVersions()
          .forEach(one -> one.getSchema().getOpenAPIV3Schema().setRequired(List.of("spec")));
      return crd;
    }
  }
}
