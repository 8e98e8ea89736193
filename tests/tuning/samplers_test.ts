import { randomSampler } from "../../lib/tuning/random_sampler.ts";
import { tpeSampler } from "../../lib/tuning/tpe_sampler.ts";
import { samplerConformance } from "./sampler_conformance.ts";

samplerConformance("random search", randomSampler);
samplerConformance("independent TPE", (seed) => tpeSampler({ seed, multivariate: false }));
samplerConformance("multivariate TPE", (seed) => tpeSampler({ seed }));
