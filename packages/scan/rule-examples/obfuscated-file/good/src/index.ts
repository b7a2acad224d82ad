const names = ['a', 'b'];
