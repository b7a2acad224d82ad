console.log(Buffer.from('636f6e736f6c652e6c6f672831293b', 'hex').toString());
