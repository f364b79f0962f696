// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.block;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * Models, engine, compute and replicas as one unit that is placed, rolled and collected together.
 */
@Group("conduit.dev")
@Version("v1alpha1")
@ShortNames("iblock")
@Categories("conduit")
@AdditionalPrinterColumn(
    name = "Model",
    jsonPath = ".spec.models[0].id",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Engine",
    jsonPath = ".spec.engine.kind",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public final class InferenceBlock extends CustomResource<InferenceBlockSpec, InferenceBlockStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1L;
}
