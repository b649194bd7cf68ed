// The methods of quantising weights that are read, as config.json names them (quant_method); what is read and what is
// downloaded must agree on them.

export const QUANT_METHODS = ['awq', 'bitsandbytes', 'compressed-tensors', 'fp8', 'gptq'] as const;

/** Read by an architecture that is published so, and by no other. */
export const OWN_QUANT_METHODS: readonly string[] = ['mxfp4'];

/** For people; MLX gives its own no name in config.json. */
export const READ_METHODS: readonly string[] = ['MLX', ...QUANT_METHODS];
