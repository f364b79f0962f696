# SPDX-License-Identifier: Apache-2.0
# The verbs of this repository. `make help` lists them. Each finds a JDK 25 by itself.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

export JAVA_HOME := $(shell bin/find-jdk 2>/dev/null)
MVN := ./mvnw -B -ntp
ifdef V
else
MVN += -q
endif

# What `make image` packs, and how it names it.
PROGRAMS ?= sidecar embedded simulator operator gpu-probe
IMAGE_PREFIX ?= docker.io/local
APP_VERSION := $(shell sed -n 's/^appVersion: *"\{0,1\}\([^"]*\)"\{0,1\}$$/\1/p' helm/conduit/Chart.yaml)
IMAGE_TAG ?= $(APP_VERSION)
BASE_IMAGE ?=
MODEL ?= default
NAMESPACE ?= conduit-system
VALUES ?=

# Everything that goes into the programs under target/dist; a change of one of these rebuilds them.
SOURCES := $(shell find crds operator sidecar engines examples/kubernetes-cpu/app pom.xml .mvn bin \
  \( -path '*/target' -o -path '*/src/test' -o -path '*/corpus' \) -prune -o -type f -print 2>/dev/null)

.PHONY: help run test it e2e golden generate verify fmt build bench bench-proxy bench-operator bench-placement bench-fit bench-fit-engines bench-routing bench-decision bench-learning bench-tokens train-routing it-vllm kube-binaries kube-up kube-down image manifests jdk clean

help: ## list the verbs
	@awk -F':.*## ' '/^[a-z0-9-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

jdk:
	@bin/find-jdk >/dev/null

run: target/.built ## build, start the quickstart on this machine, ask two questions, stay up (CHECK=1: assert, stop, exit)
	@bin/conduit demo -f examples/quickstart $(if $(CHECK),--check)

build: target/.built ## build the programs into target/dist

target/.built: $(SOURCES) | jdk
	@echo "building the programs (a first build downloads its dependencies: 2 to 5 minutes) ..."
	@$(MVN) package -DskipTests -Djacoco.skip -Denforcer.skip -pl '!testkit/e2e,!helm/packaging'
	@bin/aot-cache
	@touch $@

test: jdk ## everything that CI runs
	@.ci/test

it: target/.built target/.packaging ## the integration tests: real clients, real sockets, a real control plane, the programs as shipped
	@$(MVN) verify -pl testkit/e2e,testkit/cluster -am -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false \
	  -Dconduit.cluster.soon=PT5S -Dit.test='dev.conduit.e2e.*IT,dev.conduit.cluster.*IT' -Dfailsafe.failIfNoSpecifiedTests=false

e2e: jdk ## the whole path on a real kubelet and containerd, from our images (Linux, root)
	@testkit/node/bin/e2e check
	@$(MAKE) target/e2e/.images
	@$(MVN) package -DskipTests -Djacoco.skip -Denforcer.skip -pl testkit/node -am
	@testkit/node/bin/e2e

target/e2e/.images: target/.built target/.packaging
	@mkdir -p target/e2e
	@$(PACKAGING) images --tag "$(APP_VERSION)" --out target/e2e/images sidecar embedded operator chat-app
	@touch $@

golden: jdk ## regenerate the expected files of all golden tests; read the diff before you commit
	@$(MVN) test -Dconduit.golden.update=true -pl crds/contract,operator/core,operator/cluster,operator/app,helm/packaging -am

generate: jdk ## regenerate CRD manifests and reference docs
	@$(MVN) test -pl crds/api,helm/packaging,sidecar/app -am -Dconduit.golden.update=true -Dtest='*GeneratedTest' -Dsurefire.failIfNoSpecifiedTests=false

verify: jdk ## formatting, generated files, compile gates, architecture rules
	@$(MVN) spotless:check
	@$(MVN) verify -Dtest='*ArchTest,*GeneratedTest' -Dsurefire.failIfNoSpecifiedTests=false -DskipITs

fmt: jdk ## format the code
	@$(MVN) spotless:apply

bench: bench-proxy bench-operator bench-placement bench-fit bench-routing bench-decision bench-learning bench-tokens ## all benches

bench-proxy: target/.built ## CPU per request of the sidecar beside nginx and vllm-router, interleaved in one run
	@bench/proxy/run

bench-operator: target/.built target/.packaging ## 200 blocks on 100 fake nodes: time, API requests per reconcile, heap, beside plain Deployments
	@$(MVN) package -DskipTests -Djacoco.skip -Denforcer.skip -pl bench/operator -am
	@bench/operator/run $(ARGS)

bench-placement: jdk ## the planner beside an exact solver, on 100,000 random worlds, and how its time grows
	@$(MVN) package -DskipTests -Djacoco.skip -Denforcer.skip -pl bench/placement -am
	@bench/placement/run $(ARGS)

bench-fit: jdk ## predicted memory beside 113 measured starts, and beside the formulas of other planners
	@$(MVN) package -DskipTests -Djacoco.skip -Denforcer.skip -pl bench/fit -am
	@bench/fit/run $(CASES) $(CONFIGS)

bench-fit-engines: jdk ## predicted memory beside what vLLM 0.32 and llama.cpp allocate on this CPU (CONFIGS=FILE: your own)
	@$(MVN) package -DskipTests -Djacoco.skip -Denforcer.skip -pl bench/fit-engines -am
	@bench/fit-engines/run $(CONFIGS)

DATA ?= ../shared/data/routing
ROUTING_MODEL := sidecar/core/src/main/resources/dev/conduit/sidecar/core/classify/routing-model.bin

bench-routing: jdk ## how well the classifier routes, by outcomes in DATA, or TRAIN=FILE [TEST=FILE]
	@$(MVN) package -DskipTests -Djacoco.skip -Denforcer.skip -pl bench/routing -am
	@bench/routing/run bench $(if $(TRAIN),$(abspath $(TRAIN)) $(if $(TEST),$(abspath $(TEST))),$(abspath $(DATA)))

bench-learning: jdk ## how fast outcomes make a model good: TRAIN=FILE it starts from, SERVE=FILE of requests
	@$(MVN) package -DskipTests -Djacoco.skip -Denforcer.skip -pl bench/routing -am
	@bench/routing/run learning $(abspath $(or $(TRAIN),$(DATA)/gsm8k-dev.jsonl)) $(abspath $(or $(SERVE),$(DATA)/mmlu-dev.jsonl))

bench-decision: jdk ## how long the classifier takes to decide, and what it allocates
	@$(MVN) package -DskipTests -Djacoco.skip -Denforcer.skip -pl bench/routing -am
	@bench/routing/run decision $(abspath $(DATA))

bench-tokens: jdk ## how far the estimate of tokens is from two real tokenizers, by language and kind of text
	@$(MVN) package -DskipTests -Djacoco.skip -Denforcer.skip -pl bench/routing -am
	@bench/routing/run tokens $(abspath $(DATA))

train-routing: jdk ## make the shipped model again, byte for byte, from the outcomes in DATA
	@$(MVN) package -DskipTests -Djacoco.skip -Denforcer.skip -pl bench/routing -am
	@bench/routing/run train $(ROUTING_MODEL) $(abspath $(DATA))

it-vllm: target/.built ## install the real vLLM on the CPU and pass the conformance suite, direct and through the sidecar
	@testkit/conformance/vllm-cpu.sh

kube-binaries: ## find, fetch or build the real Kubernetes of the cluster tests (a first build: 10 minutes)
	@testkit/kubernetes/bin/binaries

image: target/.built target/.packaging ## images of the programs as tars in target/images, no container engine needed (IMAGE_PREFIX, IMAGE_TAG, BASE_IMAGE, PROGRAMS, MODEL=none)
	@$(PACKAGING) images --tag "$(IMAGE_TAG)" --prefix "$(IMAGE_PREFIX)" --base "$(BASE_IMAGE)" --model "$(MODEL)" \
	  $$(bin/image-labels) $(PROGRAMS)

manifests: target/.packaging ## the charts as plain YAML in target/manifests, for kubectl apply (NAMESPACE, VALUES)
	@$(PACKAGING) manifests --namespace "$(NAMESPACE)" $(if $(VALUES),--values "$(VALUES)")

PACKAGING = "$(JAVA_HOME)/bin/java" --enable-native-access=ALL-UNNAMED -cp 'target/dist/packaging/lib/*' dev.conduit.packaging.Main

target/.packaging: pom.xml $(shell find helm/packaging/pom.xml helm/packaging/src/main -type f) | jdk
	@$(MVN) package -DskipTests -Djacoco.skip -Denforcer.skip -pl helm/packaging -am
	@mkdir -p target && touch $@

kube-up: jdk ## a real Kubernetes with three fake nodes and four simulated GPUs, to try with kubectl
	@$(MVN) package -DskipTests -Djacoco.skip -Denforcer.skip -pl testkit/kubernetes -am
	@testkit/kubernetes/bin/kube up

kube-down: ## end it; nothing is left
	@testkit/kubernetes/bin/kube down

clean: jdk ## remove all build outputs
	@$(MVN) clean
	@rm -rf target
